"""Gateways and the flows out of activities (BPMN 2.0.2, 13.2 and 13.4)."""

import pytest

from engine.testing.drawing import diagram, element, event, script, task
from engine.testing.play import Play

START, END = event("start", "s"), event("end", "e")


def gateway(kind, name, **attributes):
    inner = attributes.pop("inner", "")
    return element(f"{kind}Gateway", name, inner, **attributes)


def test_an_inclusive_split_takes_every_true_way_and_its_join_waits_for_exactly_these():
    ways = "s > o, o > a: n > 1, o > b: n > 2, o > c: default > o"
    parts = (START, END, gateway("inclusive", "o", default="o_c"), gateway("inclusive", "j"), task("a"), task("b"), task("c"))
    flow = "s > o, o > a: n > 1, o > b: n > 2, o > c, a > j, b > j, c > j, j > e"
    assert ways
    play = Play(diagram(*parts, flow), n=5)
    assert play.tasks == ["a", "b"]
    assert play.complete("a").tasks == ["b"]
    assert play.complete("b").ended == "COMPLETED"
    assert Play(diagram(*parts, flow), n=2).complete("a").ended == "COMPLETED"
    assert Play(diagram(*parts, flow), n=0).complete("c").ended == "COMPLETED"


def test_an_inclusive_join_in_a_loop_waits_in_every_round():
    parts = (START, END, gateway("inclusive", "o"), gateway("inclusive", "j"), task("a"), task("b"), gateway("exclusive", "m"))
    parts += (gateway("exclusive", "x", default="x_e"), task("r"))
    play = Play(
        diagram(*parts, "s > m > o, o > a: one, o > b: two, a > j, b > j, j > r > x, x > m: again, x > e"), one=True, two=True, again=True
    )
    play.complete("b", "a").complete("r")
    assert play.tasks == ["a", "b"]
    # the order changes from round to round, and once only one branch is taken
    play.complete("a")
    assert play.tasks == ["b"]
    play.complete("b").complete("r", one=False).complete("b").complete("r", again=False)
    assert play.ended == "COMPLETED"
    assert play.history().count("j") == 3


def test_an_inclusive_join_does_not_wait_for_a_branch_that_was_interrupted():
    boundary = event("boundary", "t", "timer PT1H", attachedToRef="b")
    parts = (
        START,
        END,
        gateway("inclusive", "o"),
        gateway("inclusive", "j"),
        task("a"),
        task("b"),
        boundary,
        event("end", "late"),
        task("r"),
    )
    play = Play(diagram(*parts, "s > o > a > j > r > e, o > b > j, t > late"))
    play.complete("a")
    assert play.tasks == ["b"]
    assert play.fire("t").tasks == ["r"]


def test_an_inclusive_join_waits_for_a_token_that_could_come_by_a_boundary_event():
    boundary = event("boundary", "t", "timer PT1H", attachedToRef="b")
    parts = (START, END, gateway("parallel", "o"), gateway("inclusive", "j"), task("a"), task("b"), boundary, event("end", "x"), task("r"))
    play = Play(diagram(*parts, "s > o > a > j > r > e, o > b > x, t > j"))
    play.complete("a")
    assert play.tasks == ["b"]  # its timer may still send a token to the join
    assert play.complete("b").tasks == ["r"]


def test_an_inclusive_gateway_without_a_true_way_parks():
    play = Play(
        diagram(START, END, gateway("inclusive", "o"), task("a"), task("b"), "s > o, o > a: n = 1, o > b: n = 2, a > e, b > e"), n=9
    )
    assert [incident.kind for incident in play.incidents] == ["expression"]
    assert play.resolve(n=2).tasks == ["b"]


def complex_join(condition, flow=""):
    inner = f"<activationCondition>{condition}</activationCondition>"
    parts = (START, END, gateway("parallel", "o"), gateway("complex", "j", inner=inner), task("a"), task("b"), task("c"), task("r"))
    return diagram(*parts, f"s > o > a > j, o > b > j, o > c > j, {flow or 'j > r > e'}")


def test_a_complex_gateway_as_discriminator_fires_once_for_all_its_tokens():
    play = Play(complex_join("=activationCount >= 1"))
    assert play.complete("b").tasks == ["a", "c", "r"]
    assert play.complete("a", "c").tasks == ["r"]
    assert play.complete("r").ended == "COMPLETED"
    assert play.history().count("r") == 1


def test_a_complex_gateway_waits_for_two_of_three_and_counts_by_flow():
    play = Play(complex_join("=activationCount >= 2"))
    assert play.complete("a").tasks == ["b", "c"]
    assert play.complete("c").tasks == ["b", "r"]
    play = Play(complex_join("=a_j = 1 and c_j = 1"))
    assert play.complete("a", "b").tasks == ["c"]
    assert play.complete("c").tasks == ["r"]


def test_the_reset_of_a_complex_gateway_takes_the_ways_that_ask_for_it():
    flow = "j > r: waitingForStart, j > late: not(waitingForStart), r > e, late > e"
    play = Play(complex_join("=activationCount >= 1", flow).replace("</process>", f"{task('late')}</process>"))
    assert play.complete("a").tasks == ["b", "c", "r"]
    assert play.complete("b").tasks == ["c", "r"]
    assert play.complete("c").tasks == ["late", "r"]


def test_an_event_based_gateway_takes_the_event_that_comes_first():
    events = (event("catch", "m", "message M"), event("catch", "t", "timer PT1H"), event("catch", "g", "signal S"))
    parts = (START, END, gateway("eventBased", "o"), *events, element("receiveTask", "w", messageRef="N"), task("a"), task("b"), task("c"))
    xml = diagram(*parts, "s > o > m > a > e, o > t > b > e, o > g > c > e, o > w > e")
    play = Play(xml, key="k")
    assert play.waits() == ["g", "m", "t", "w"]
    play.message("m", paid=True)
    assert (play.waits(), play.variables["paid"]) == (["a"], True)
    assert play.history("FLOW_TAKEN")[:2] == ["s", "o"]
    assert Play(xml, key="k").fire("t").waits() == ["b"]
    assert Play(xml, key="k").signal("sig").waits() == ["c"]
    assert Play(xml, key="k").message("w").ended == "COMPLETED"


def test_conditions_on_flows_out_of_activities_and_start_events_count():
    xml = diagram(
        START,
        END,
        task("a", default="a_d"),
        task("b"),
        task("c"),
        task("d"),
        "s > a, a > b: n > 1, a > c: n > 2, a > d, b > e, c > e, d > e",
    )
    assert Play(xml, n=3).complete("a").tasks == ["b", "c"]
    assert Play(xml, n=2).complete("a").tasks == ["b"]
    assert Play(xml, n=0).complete("a").tasks == ["d"]
    xml = diagram(START, END, task("a"), task("b"), "s > a: n = 1, s > b: n = 2, a > e, b > e")
    assert Play(xml, n=2).tasks == ["b"]


@pytest.mark.parametrize(
    ("urgent", "ways"),
    [(False, ["always", "normal"]), (True, ["always", "fast"])],
)
def test_a_default_flow_is_taken_where_no_condition_is_true_also_beside_a_flow_without_one(urgent, ways):
    """BPMN 2.0.2, 13.3.1: a flow without a condition is always taken and says nothing about the default."""
    parts = (START, END, task("a", default="a_normal"), task("fast"), task("normal"), task("always"))
    play = Play(diagram(*parts, "s > a, a > fast: urgent, a > normal, a > always"), urgent=urgent)
    assert play.complete("a").tasks == ways


def test_a_default_flow_beside_a_flow_without_a_condition_alone_is_taken():
    parts = (START, END, task("a", default="a_b"), task("b"), task("c"))
    assert Play(diagram(*parts, "s > a > b, a > c")).complete("a").tasks == ["b", "c"]


def test_a_condition_that_fails_after_an_activity_parks_it_with_its_result_kept():
    xml = diagram(START, END, task("a"), task("b"), task("c"), "s > a, a > b: x > 1, a > c: x &lt; 1, b > e, c > e")
    play = Play(xml).complete("a", done=True)
    assert (play.tasks, [incident.kind for incident in play.incidents]) == ([], ["expression"])
    assert play.resolve(x=2).tasks == ["b"]
    assert play.variables == {"done": True, "x": 2}


def test_start_and_completion_quantities_count_tokens():
    xml = diagram(START, END, gateway("parallel", "o"), task("a"), task("b"), task("c", startQuantity="2"), "s > o > a > c > e, o > b > c")
    play = Play(xml).complete("a")
    assert play.tasks == ["b"]
    assert play.complete("b").tasks == ["c"]
    xml = diagram(START, END, task("a", completionQuantity="3"), task("b"), "s > a > b > e")
    assert Play(xml).complete("a").tasks == ["b", "b", "b"]


def test_a_join_that_can_never_fire_is_an_incident():
    xml = diagram(
        START,
        END,
        gateway("exclusive", "x", default="x_b"),
        gateway("parallel", "j"),
        task("a"),
        task("b"),
        "s > x, x > a: n = 1, x > b, a > j, b > j, j > e",
    )
    play = Play(xml, n=1).complete("a")
    assert [incident.kind for incident in play.incidents] == ["deadlock"]


def test_a_parallel_join_pairs_one_token_of_each_flow():
    parts = (START, END, gateway("parallel", "o"), gateway("parallel", "j"), task("a", completionQuantity="2"), task("b"), task("r"))
    play = Play(diagram(*parts, "s > o > a > j > r > e, o > b > j")).complete("a")
    assert play.tasks == ["b"]
    play.complete("b")
    assert play.tasks == ["r"]
    play.complete("r")
    assert [incident.kind for incident in play.incidents] == ["deadlock"]  # the second token of a has no partner


def test_the_layout_decides_nothing():
    parts = (START, END, gateway("exclusive", "x"), script("a", "1", "n"), script("b", "2", "n"))
    flow = "s > x, x > a: true, x > b: true, a > e, b > e"
    shapes = '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><bpmndi:BPMNPlane>{}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
    shape = '<bpmndi:BPMNShape bpmnElement="{}"><dc:Bounds x="0" y="{}" width="1" height="1"/></bpmndi:BPMNShape>'
    for order in ((1, 2), (2, 1)):
        drawn = shapes.format(shape.format("a", order[0]) + shape.format("b", order[1]))
        assert Play(diagram(*parts, flow).replace("</definitions>", f"{drawn}</definitions>")).variables == {"n": 1}
