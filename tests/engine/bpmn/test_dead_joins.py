"""A join that no token can reach any more is an incident, whatever listens meanwhile, in every scope."""

import pytest

from engine.model.effects import OpenSubscription
from engine.testing.drawing import diagram, element, event, event_sub_process, sub_process, task
from engine.testing.play import Play

S, E = event("start", "s"), event("end", "e")
NODES = (
    element("parallelGateway", "f"), element("parallelGateway", "j"), task("a"),
    element("exclusiveGateway", "g", default="g_j"), task("b"), event("end", "e2"),
)  # fmt: skip
FLOWS = "f > a > j, f > b > g > j, g > e2: tolak"
LISTENING = {
    "nothing": (),
    "a message": (event_sub_process("v", event("start", "vs", "message N"), event("end", "ve"), "vs > ve"),),
    "a cycle": (event_sub_process("v", event("start", "vs", "cycle R/P1D", isInterrupting="false"), event("end", "ve"), "vs > ve"),),
    "a signal": (event_sub_process("v", event("start", "vs", "signal N", isInterrupting="false"), event("end", "ve"), "vs > ve"),),
}


@pytest.mark.parametrize("listening", LISTENING)
def test_in_the_case(listening):
    play = Play(diagram(S, E, *NODES, *LISTENING[listening], FLOWS, "s > f, j > e"))
    assert play.complete("a").incidents == []
    assert [incident.kind for incident in play.complete("b", tolak=True).incidents] == ["deadlock"]


@pytest.mark.parametrize("listening", LISTENING)
def test_in_a_sub_process_beside_other_work_and_under_a_boundary_event(listening):
    inside = (event("start", "qs"), event("end", "qe"), *NODES, *LISTENING[listening], FLOWS, "qs > f, j > qe")
    around = (element("parallelGateway", "p"), task("lain"), event("boundary", "t", "timer PT9H", attachedToRef="q"), event("end", "e3"))
    play = Play(diagram(S, E, *around, sub_process("q", *inside), "s > p, p > q > e, p > lain > e, t > e3"))
    play.complete("a").complete("b", tolak=True)
    assert [incident.kind for incident in play.incidents] == ["deadlock"]
    assert "lain" in play.tasks


def test_one_that_can_still_be_reached_is_none():
    play = Play(diagram(S, E, *NODES, FLOWS, "s > f, j > e")).complete("b", tolak=False)
    assert play.incidents == []
    assert play.complete("a").ended == "COMPLETED"


def kinds(play):
    return [(incident.element, incident.kind) for incident in play.incidents]


WORKING = {
    "a task on a way of its own": (task("z"), event("end", "e4"), "f > z > e4"),
    "an event sub-process": (
        event_sub_process("v", event("start", "vs", "message N", isInterrupting="false"), task("z"), event("end", "ve"), "vs > z > ve"),
    ),
    "the handler of a boundary event": (
        event("boundary", "t", "message N", attachedToRef="b", cancelActivity="false"), task("z"), event("end", "e4"), "t > z > e4",
    ),
}  # fmt: skip


@pytest.mark.parametrize("working", WORKING)
def test_work_elsewhere_does_not_hide_it(working):
    play = Play(diagram(S, E, *NODES, *WORKING[working], FLOWS, "s > f, j > e"))
    for name in play.waits(OpenSubscription):
        play.message(name)
    play.complete("a").complete("b", tolak=True)
    assert (kinds(play), play.tasks) == ([("j", "deadlock")], ["z"])


def test_one_that_waits_for_another_is_told_once_and_goes_on_with_it():
    more = (element("parallelGateway", "k"), task("z"), event("end", "e4"), "f > k, j > k > e, f > z > e4")
    play = Play(diagram(S, E, *NODES, *more, FLOWS, "s > f")).complete("a").complete("b", tolak=True)
    assert kinds(play) == [("j", "deadlock")]


def test_an_inclusive_join_is_not_to_blame_for_one_that_it_waits_for():
    more = (element("inclusiveGateway", "k"), task("z"), event("end", "e4"), "f > k, j > k > e, f > z > e4")
    play = Play(diagram(S, E, *NODES, *more, FLOWS, "s > f")).complete("a").complete("b", tolak=True)
    assert kinds(play) == [("j", "deadlock")]


def test_what_may_yet_end_the_scope_leaves_it_open():
    more = (task("z"), event("end", "e4", "terminate"), "f > z > e4")
    play = Play(diagram(S, E, *NODES, *more, FLOWS, "s > f, j > e")).complete("a").complete("b", tolak=True)
    assert kinds(play) == []
    assert play.complete("z").ended == "COMPLETED"


def test_more_tokens_than_can_come():
    play = Play(diagram(S, E, task("a", startQuantity="2"), task("z"), "s > a > e, s > z > e"))
    assert (kinds(play), play.tasks) == ([("a", "deadlock")], ["z"])


def test_a_complex_join_may_still_read_what_others_write():
    join = element("complexGateway", "c", "<activationCondition>=activationCount = 2 or cukup</activationCondition>")
    play = Play(diagram(S, E, join, task("z"), event("end", "e2"), "s > c > e, s > z > e2"), cukup=False)
    assert kinds(play) == []
    assert play.complete("z", cukup=True).ended == "COMPLETED"
