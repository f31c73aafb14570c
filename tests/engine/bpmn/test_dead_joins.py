"""A join that no token can reach any more is an incident, whatever listens meanwhile, in every scope."""

import pytest

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
