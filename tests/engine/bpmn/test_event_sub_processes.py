"""Event sub-processes: interrupting and not, by every trigger (BPMN 2.0.2, 13.5.4)."""

import pytest

from engine.model.effects import CreateTimer, OpenSubscription
from engine.testing.drawing import diagram, element, event, event_sub_process, job, script, sub_process, task
from engine.testing.play import Play

START, END = event("start", "s"), event("end", "e")


def listening(trigger, *, interrupting, inner=None):
    start = event("start", "es", trigger, isInterrupting="true" if interrupting else "false")
    return event_sub_process("ev", start, inner or task("h"), event("end", "ee"), "es > h > ee")


TRIGGERS = {
    "message M": lambda play: play.message("es", got=1),
    "timer PT1H": lambda play: play.fire("es"),
    "signal S": lambda play: play.signal("sig", got=1),
    "conditional =n = 1": lambda play: play.complete("b", n=1),
}


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_an_interrupting_one_ends_everything_else_in_its_scope(trigger):
    xml = diagram(
        START, END, element("parallelGateway", "g"), task("a"), task("b"), listening(trigger, interrupting=True), "s > g > a > e, g > b > e"
    )
    play = TRIGGERS[trigger](Play(xml, key="k", n=0))
    assert play.waits() == ["h"]
    assert play.complete("h").ended == "COMPLETED"
    assert "e" not in play.history()


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_another_one_runs_beside_its_scope_which_ends_when_both_have(trigger):
    xml = diagram(
        START,
        END,
        element("parallelGateway", "g"),
        task("a"),
        task("b"),
        listening(trigger, interrupting=False),
        "s > g > a > e, g > b > e",
    )
    play = TRIGGERS[trigger](Play(xml, key="k", n=0))
    assert {"a", "h"} <= set(play.tasks)
    play.complete("a")
    if "b" in play.tasks:
        play.complete("b")
    assert play.ended is None
    assert play.complete("h").ended == "COMPLETED"
    assert play.open == {}


def test_it_may_be_triggered_again_and_again():
    xml = diagram(START, END, task("a"), listening("message M", interrupting=False), "s > a > e")
    play = Play(xml, key="k").message("es").message("es").message("es")
    assert play.tasks == ["a", "h", "h", "h"]
    xml = diagram(START, END, task("a"), listening("timer R2/PT1H", interrupting=False), "s > a > e")
    play = Play(xml).fire("es").fire("es")
    assert play.tasks == ["a", "h", "h"]
    assert play.waits(CreateTimer) == []


def test_a_condition_must_be_false_before_it_is_true_again():
    xml = diagram(START, END, task("a"), task("b"), task("c"), listening("conditional =n > 1", interrupting=False), "s > a > b > c > e")
    play = Play(xml, n=0).complete("a", n=2)
    assert play.tasks == ["b", "h"]
    assert play.complete("b", n=3).tasks == ["c", "h"]
    assert play.complete("h", n=0).tasks == ["c"]
    assert play.complete("c", n=5).tasks == ["h"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_escalation_is_caught_in_its_scope(interrupting):
    inner = listening("escalation X", interrupting=interrupting)
    throw = event("throw", "t", "escalation X")
    sub = sub_process("sub", event("start", "ss"), throw, task("a"), event("end", "se"), inner, "ss > t > a > se")
    play = Play(diagram(START, END, sub, "s > sub > e"))
    assert play.tasks == (["h"] if interrupting else ["a", "h"])
    for name in list(play.tasks):
        play.complete(name)
    assert play.ended == "COMPLETED"
    assert ("a" in play.history()) is not interrupting


def test_an_error_thrown_by_a_job_or_an_end_event_is_caught_in_its_scope():
    inner = listening("error E", interrupting=True)
    sub = sub_process("sub", event("start", "ss"), job("j"), event("end", "boom", "error E"), inner, "ss > j > boom")
    xml = diagram(START, END, sub, "s > sub > e")
    assert Play(xml).fail("j", "E", why=1).complete("h").ended == "COMPLETED"
    play = Play(xml).complete("j")
    assert play.tasks == ["h"]
    assert play.complete("h").ended == "COMPLETED"


def test_what_is_thrown_inside_goes_outwards_not_to_itself():
    again = event_sub_process("ev", event("start", "es", "error E"), event("end", "ee", "error E"), "es > ee")
    sub = sub_process("sub", event("start", "ss"), job("j"), event("end", "se"), again, "ss > j > se")
    xml = diagram(START, END, sub, event("boundary", "b", "error E", attachedToRef="sub"), task("r"), "s > sub > e, b > r > e")
    play = Play(xml).fail("j", "E")
    assert play.tasks == ["r"]
    assert play.history().count("es") == 1


def test_what_it_listens_for_is_closed_with_its_scope():
    sub = sub_process("sub", event("start", "ss"), task("a"), event("end", "se"), listening("message M", interrupting=False), "ss > a > se")
    play = Play(diagram(START, END, sub, task("r"), "s > sub > r > e"), key="k")
    assert play.waits(OpenSubscription) == ["es"]
    play.complete("a")
    assert play.waits() == ["r"]
    cancelled = Play(
        diagram(START, END, sub, event("boundary", "b", "timer PT1H", attachedToRef="sub"), task("r"), "s > sub > e, b > r > e"), key="k"
    )
    assert cancelled.fire("b").waits() == ["r"]


def test_each_instance_of_a_repeated_sub_process_listens_for_itself():
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    inner = listening("escalation X", interrupting=True)
    parts = (event("start", "ss"), task("a"), event("throw", "t", "escalation X"), event("end", "se"), inner, loop, "ss > a > t > se")
    play = Play(diagram(START, END, sub_process("sub", *parts), "s > sub > e"))
    assert play.tasks == ["a", "a"]
    assert play.complete("a").tasks == ["a", "h"]
    assert play.complete("h").tasks == ["a"]
    assert play.complete("a", "h").ended == "COMPLETED"


def test_what_a_trigger_brings_is_mapped_by_the_start_event():
    mapping = '<extensionElements><zeebe:ioMapping><zeebe:output source="=got + 1" target="kept"/></zeebe:ioMapping></extensionElements>'
    start = event("start", "es", "message M").replace("<messageEventDefinition", mapping + "<messageEventDefinition")
    inner = event_sub_process("ev", start, script("h", "kept * 2", "twice"), event("end", "ee"), "es > h > ee")
    play = Play(diagram(START, END, task("a"), inner, "s > a > e"), key="k").message("es", got=1)
    assert play.ended == "COMPLETED"
    assert play.variables["twice"] == 4
    assert "got" not in play.variables


def test_a_timer_that_cannot_be_computed_parks_the_start():
    play = Play(diagram(START, END, task("a"), listening("timer =x", interrupting=True), "s > a > e"))
    assert (play.waits(), [incident.kind for incident in play.incidents]) == ([], ["expression"])
    assert play.resolve(x="PT1H").waits() == ["a", "es"]


def test_a_signal_that_interrupts_its_own_thrower_stops_it_there():
    sub = sub_process("sub", event("start", "ss"), event("throw", "t", "signal S"), task("a"), event("end", "se"), "ss > t > a > se")
    boundary = event("boundary", "b", "signal S", attachedToRef="sub")
    play = Play(diagram(START, END, sub, boundary, task("r"), "s > sub > e, b > r > e"))
    assert play.waits() == ["r"]
    assert "t" not in play.history()
