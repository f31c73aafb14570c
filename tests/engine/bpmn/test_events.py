"""Boundary, intermediate and end events (BPMN 2.0.2, 13.5)."""

import pytest

from engine.model.effects import BroadcastSignal, CreateTimer, EscalateToCaller, OpenSignalSubscription, PublishMessage
from engine.model.errors import InvalidState
from engine.testing.drawing import diagram, element, event, job, script, sub_process, task
from engine.testing.play import Play

START, END = event("start", "s"), event("end", "e")
CALL = element("callActivity", "c", '<extensionElements><zeebe:calledElement processId="x"/></extensionElements>')


@pytest.mark.parametrize("interrupting", ["true", "false"])
@pytest.mark.parametrize("trigger", ["timer PT1H", "message M", "signal S", "conditional =n = 1"])
def test_a_boundary_event_belongs_to_its_own_activity(trigger, interrupting):
    parts = (START, END, element("parallelGateway", "g"), task("a"), task("b"), task("h"))
    boundary = event("boundary", "x", trigger, attachedToRef="a", cancelActivity=interrupting)
    play = Play(diagram(*parts, boundary, "s > g > a > e, g > b > e, x > h > e"), key="k", n=0)
    act = {"timer": lambda: play.fire("x"), "message": lambda: play.message("x"), "signal": lambda: play.signal("sig")}
    act.get(trigger.split()[0], lambda: play.complete("b", n=1))()
    assert "h" in play.tasks
    assert ("a" in play.tasks) is (interrupting == "false")
    for name in list(play.tasks):
        play.complete(name)
    assert play.ended == "COMPLETED"


def test_an_error_reaches_the_activity_that_failed_and_no_other():
    parts = (START, END, element("parallelGateway", "g"), job("a"), job("b"), task("ha"), task("hb"))
    boundaries = event("boundary", "xa", "error E", attachedToRef="a"), event("boundary", "xb", "error E", attachedToRef="b")
    play = Play(diagram(*parts, *boundaries, "s > g > a > e, g > b > e, xa > ha > e, xb > hb > e")).fail("a", "E")
    assert play.waits() == ["b", "ha"]


def test_the_exact_code_comes_before_every_code():
    boundaries = event("boundary", "any", "error", attachedToRef="a"), event("boundary", "exact", "error E", attachedToRef="a")
    xml = diagram(START, END, job("a"), *boundaries, task("h"), task("i"), "s > a > e, any > h > e, exact > i > e")
    assert Play(xml).fail("a", "E").tasks == ["i"]
    assert Play(xml).fail("a", "G").tasks == ["h"]


@pytest.mark.parametrize("interrupting", ["true", "false"])
def test_an_escalation_goes_outwards_to_the_nearest_who_catches_it(interrupting):
    inner = sub_process("in", event("start", "is"), event("throw", "t", "escalation X"), task("a"), event("end", "ie"), "is > t > a > ie")
    outer = sub_process("out", event("start", "os"), inner, event("end", "oe"), "os > in > oe")
    boundaries = event("boundary", "x", "escalation X", attachedToRef="out", cancelActivity=interrupting)
    play = Play(diagram(START, END, outer, boundaries, task("h"), "s > out > e, x > h > e"))
    assert play.tasks == (["h"] if interrupting == "true" else ["a", "h"])


def test_an_escalation_that_nobody_catches_stops_nothing_and_goes_to_the_caller():
    xml = diagram(START, event("throw", "t", "escalation X"), event("end", "e", "escalation Y"), "s > t > e")
    play = Play(xml)
    assert play.ended == "COMPLETED"
    assert [effect.code for effect in Play(xml, called=True).emitted(EscalateToCaller)] == ["X", "Y"]
    assert play.emitted(EscalateToCaller) == []


def test_a_caller_hears_an_escalation_while_the_called_process_goes_on():
    boundary = event("boundary", "x", "escalation X", attachedToRef="c", cancelActivity="false")
    play = Play(diagram(START, END, CALL, boundary, task("h"), "s > c > e, x > h > e")).escalate("c", "X").escalate("c", "X")
    assert play.waits() == ["c", "h", "h"]
    interrupted = Play(diagram(START, END, CALL, boundary.replace("false", "true"), task("h"), "s > c > e, x > h > e")).escalate("c", "X")
    assert interrupted.waits() == ["h"]


def test_a_signal_reaches_those_who_wait_in_its_own_instance_and_is_told_to_others():
    mapping = '<extensionElements><zeebe:ioMapping><zeebe:input source="=n" target="m"/></zeebe:ioMapping></extensionElements>'
    throw = event("throw", "t", "signal S").replace("<signal", mapping + "<signal")
    parts = (
        START,
        END,
        element("parallelGateway", "g"),
        event("catch", "w", "signal S"),
        event("catch", "v", "signal S2"),
        task("a"),
        task("b"),
    )
    play = Play(diagram(*parts, throw, "s > g > w > a > e, g > v > e, g > b > t > e"), n=3)
    play.complete("b")
    assert play.waits() == ["a", "v"]
    assert play.variables["m"] == 3
    (told,) = play.emitted(BroadcastSignal)
    assert (told.signal, told.variables) == ("sig", {"m": 3})
    assert play.signal("other").waits(OpenSignalSubscription) == []


def test_message_throws_and_ends_and_send_tasks_publish_or_are_jobs():
    send = element("sendTask", "q", messageRef="N")
    play = Play(diagram(START, event("throw", "t", "message M"), send, event("end", "e", "message N"), "s > t > q > e"), key=7)
    assert [(item.message, item.correlation_key) for item in play.emitted(PublishMessage)] == [("msg", "7"), ("plain", ""), ("plain", "")]
    worker = '<extensionElements><zeebe:taskDefinition type="x"/></extensionElements>'
    by_job = event("end", "e", "message N").replace("<messageEvent", worker + "<messageEvent")
    play = Play(diagram(START, by_job, "s > e"))
    assert play.waits() == ["e"]
    assert play.complete("e").ended == "COMPLETED"


def test_link_events_join_two_ends_of_one_way():
    parts = (
        START,
        END,
        task("a"),
        event("throw", "t1", "link L"),
        event("throw", "t2", "link L"),
        event("catch", "k", "link L"),
        task("b"),
    )
    play = Play(diagram(*parts, "s > a > t1, a > t2, k > b > e")).complete("a")
    assert play.tasks == ["b", "b"]


def test_terminate_ends_its_own_scope_only():
    parts = (
        event("start", "ss"),
        element("parallelGateway", "g"),
        task("a"),
        task("b"),
        event("end", "se", "terminate"),
        event("end", "sf"),
    )
    play = Play(diagram(START, END, sub_process("sub", *parts, "ss > g > a > se, g > b > sf"), task("r"), "s > sub > r > e")).complete("a")
    assert play.tasks == ["r"]


def test_a_conditional_catch_passes_at_once_when_it_holds_and_waits_else():
    xml = diagram(
        START,
        END,
        element("parallelGateway", "g"),
        event("catch", "k", "conditional =n > 2"),
        task("a"),
        task("b"),
        "s > g > k > b > e, g > a > e",
    )
    assert Play(xml, n=3).tasks == ["a", "b"]
    play = Play(xml)  # n is not there yet: that is no failure
    assert (play.tasks, play.incidents) == (["a"], [])
    assert play.complete("a", n=3).tasks == ["b"]


def test_conditions_see_what_scripts_write_within_one_turn():
    boundary = event("boundary", "x", "conditional =n = 2", attachedToRef="sub")
    sub = sub_process("sub", event("start", "ss"), script("w", "2", "n"), task("a"), event("end", "se"), "ss > w > a > se")
    play = Play(diagram(START, END, sub, boundary, task("h"), "s > sub > e, x > h > e"), n=1)
    assert play.waits() == ["h"]


def test_a_multiple_event_needs_one_trigger_a_parallel_multiple_one_all():
    xml = diagram(START, END, event("catch", "k", "message M; signal S; timer PT1H"), "s > k > e")
    assert Play(xml, key="k").waits() == ["k", "k", "k"]
    assert Play(xml, key="k").signal("sig").ended == "COMPLETED"
    play = Play(diagram(START, END, event("catch", "k", "message M; signal S", parallelMultiple="true"), "s > k > e"), key="k").signal(
        "sig", a=1
    )
    assert (play.ended, play.waits()) == (None, ["k"])
    assert play.message("k", b=2).ended == "COMPLETED"
    assert play.variables == {"key": "k", "a": 1, "b": 2}
    both = event("boundary", "x", "message M; timer PT1H", attachedToRef="a")
    play = Play(diagram(START, END, task("a"), both, task("h"), "s > a > e, x > h > e"), key="k").fire("x")
    assert play.waits() == ["h"]


def test_a_multiple_throw_throws_all_of_it():
    play = Play(diagram(START, event("end", "e", "signal S; message N; escalation X"), "s > e"), called=True)
    assert [type(effect) for effect in play.effects if isinstance(effect, BroadcastSignal | PublishMessage | EscalateToCaller)] == [
        BroadcastSignal,
        PublishMessage,
        EscalateToCaller,
    ]


def test_a_called_instance_starts_at_the_event_that_began_it():
    starts = (START, event("start", "m", "message M"), event("start", "g", "signal S"))
    xml = diagram(*starts, task("a"), task("b"), END, "s > a > e, m > b > e, g > b")
    assert Play(xml).tasks == ["a"]
    play = Play(xml, start="m", got=1)
    assert (play.tasks, play.variables) == (["b"], {"got": 1})


def test_a_timer_cycle_counts_and_does_not_drift():
    boundary = event("boundary", "x", "timer R3/PT1H", attachedToRef="a", cancelActivity="false")
    play = Play(diagram(START, END, task("a"), boundary, task("h"), "s > a > e, x > h > e"))
    play.fire("x")
    play.wait(minutes=30)
    play.fire("x").fire("x")
    assert play.tasks == ["a", "h", "h", "h"]
    assert play.waits(CreateTimer) == []
    with pytest.raises(StopIteration):
        play.fire("x")
    with pytest.raises(InvalidState):
        play.signal("sig")
