"""Multi-instance activities, standard loops and ad-hoc sub-processes (BPMN 2.0.2, 13.3.5 to 13.3.7)."""

import pytest

from engine.testing.drawing import diagram, element, event, script, sub_process, task
from engine.testing.play import Play

START, END = event("start", "s"), event("end", "e")
FLOW = "s > a > e"


def many(inner="", **attributes):
    return element("multiInstanceLoopCharacteristics", "mi", inner, **attributes).replace(' name="mi"', "")


def test_a_cardinality_makes_so_many_instances():
    xml = diagram(START, END, task("a", many("<loopCardinality>=n</loopCardinality>")), FLOW)
    play = Play(xml, n=3)
    assert play.tasks == ["a"] * 3
    assert play.complete("a").complete("a").complete("a").ended == "COMPLETED"
    assert Play(xml, n=0).ended == "COMPLETED"
    for wrong in (-1, 1.5, "x", None, 1_000_000):
        assert [incident.kind for incident in Play(xml, n=wrong).incidents] == ["expression"], wrong


def test_sequential_instances_come_one_by_one_until_the_completion_condition():
    inner = "<loopCardinality>5</loopCardinality><completionCondition>=numberOfCompletedInstances = 2</completionCondition>"
    play = Play(diagram(START, END, task("a", many(inner, isSequential="true")), FLOW))
    assert play.tasks == ["a"]
    assert play.complete("a").tasks == ["a"]
    assert play.complete("a").ended == "COMPLETED"


def test_the_standard_references_to_collections_are_read():
    inner = "<loopDataInputRef>people</loopDataInputRef><inputDataItem id='d' name='person'/>"
    play = Play(diagram(START, END, script_over(many(inner)), FLOW), people=[1, 2])
    assert play.ended == "COMPLETED"


def script_over(loop):
    return script("a", "person", "last").replace("</scriptTask>", f"{loop}</scriptTask>")


def test_a_standard_loop_asks_before_or_after():
    loop = "<standardLoopCharacteristics {}><loopCondition>=n > 0</loopCondition></standardLoopCharacteristics>"
    after, before = (diagram(START, END, task("a", loop.format(x)), FLOW) for x in ("", 'testBefore="true"'))
    play = Play(after, n=0)
    assert play.tasks == ["a"]
    assert play.complete("a", n=1).tasks == ["a"]
    assert play.complete("a", n=0).ended == "COMPLETED"
    assert Play(before, n=0).ended == "COMPLETED"
    assert Play(before, n=1).complete("a", n=0).ended == "COMPLETED"


def test_a_standard_loop_has_a_maximum():
    loop = '<standardLoopCharacteristics loopMaximum="2"><loopCondition>=true</loopCondition></standardLoopCharacteristics>'
    play = Play(diagram(START, END, task("a", loop), FLOW)).complete("a")
    assert play.tasks == ["a"]
    assert play.complete("a").ended == "COMPLETED"


def test_a_loop_whose_condition_fails_parks_and_goes_on_when_resolved():
    loop = "<standardLoopCharacteristics><loopCondition>=n > 0</loopCondition></standardLoopCharacteristics>"
    play = Play(diagram(START, END, task("a", loop), FLOW)).complete("a")
    assert [incident.kind for incident in play.incidents] == ["expression"]
    assert play.resolve(n=1).tasks == ["a"]


def test_a_boundary_event_of_a_repeated_activity_ends_all_of_it():
    boundary = event("boundary", "x", "timer PT1H", attachedToRef="a")
    play = Play(diagram(START, END, task("a", many("<loopCardinality>3</loopCardinality>")), boundary, task("h"), f"{FLOW}, x > h > e"))
    assert play.complete("a").fire("x").waits() == ["h"]


def ad_hoc(*parts, condition="", **attributes):
    inner = f"<completionCondition>{condition}</completionCondition>" if condition else ""
    return sub_process("a", *parts, *([inner] if inner else []), tag="adHocSubProcess", **attributes)


def test_an_ad_hoc_sub_process_offers_what_no_flow_leads_to():
    play = Play(diagram(START, END, ad_hoc(task("p"), task("q"), task("r"), "p > q"), FLOW))
    assert play.tasks == ["p", "r"]
    assert play.complete("p").tasks == ["q", "r"]
    assert play.complete("q", "r").ended == "COMPLETED"


def test_its_completion_condition_ends_the_rest_or_waits_for_it():
    parts = (task("p"), task("q"))
    assert (
        Play(diagram(START, END, ad_hoc(*parts, condition="=enough"), FLOW), enough=False).complete("p", enough=True).ended == "COMPLETED"
    )
    play = Play(diagram(START, END, ad_hoc(*parts, condition="=enough", cancelRemainingInstances="false"), FLOW), enough=False)
    assert play.complete("p", enough=True).tasks == ["q"]
    assert play.complete("q").ended == "COMPLETED"


def test_it_offers_everything_again_while_the_condition_is_false():
    play = Play(diagram(START, END, ad_hoc(task("p"), condition="=enough"), FLOW), enough=False).complete("p")
    assert play.tasks == ["p"]
    assert play.complete("p", enough=True).ended == "COMPLETED"


def test_sequential_ordering_offers_one_after_the_other():
    play = Play(diagram(START, END, ad_hoc(task("p"), task("q"), ordering="Sequential"), FLOW))
    assert play.tasks == ["p"]
    assert play.complete("p").tasks == ["q"]
    assert play.complete("q").ended == "COMPLETED"


def test_the_elements_that_begin_may_be_chosen_by_an_expression():
    chosen = '<extensionElements><zeebe:adHoc activeElementsCollection="=wanted"/></extensionElements>'
    xml = diagram(START, END, ad_hoc(chosen, task("p"), task("q"), task("r")), FLOW)
    assert Play(xml, wanted=["q", "r"]).tasks == ["q", "r"]
    assert Play(xml, wanted=[]).ended == "COMPLETED"
    assert [incident.kind for incident in Play(xml, wanted=["z"]).incidents] == ["expression"]


@pytest.mark.parametrize(
    "text", ["R3/PT1H", "R/2026-11-23T10:00:00/P1D", "PT1H", "@daily", "0 0 8 * * MON-FRI", "0 8 * * *", "R2/PT1H/2026-12-01T00:00:00"]
)
def test_cycles_that_are_read(text):
    boundary = event("boundary", "x", f"cycle {text}", attachedToRef="a", cancelActivity="false")
    play = Play(diagram(START, END, task("a"), boundary, task("h"), "s > a > e, x > h > e"))
    assert play.incidents == []
    assert play.fire("x").tasks == ["a", "h"]


@pytest.mark.parametrize("text", ["R3/", "PT0S", "R1/PT1H/PT2H", "61 * * * * *", "@sometimes", "R0/PT1H", "-PT1H", "0 0 0 31 2 *"])
def test_cycles_that_never_fire_are_incidents(text):
    boundary = event("boundary", "x", f"cycle {text}", attachedToRef="a", cancelActivity="false")
    play = Play(diagram(START, END, task("a"), boundary, task("h"), "s > a > e, x > h > e"))
    assert [incident.kind for incident in play.incidents] == ["expression"]
