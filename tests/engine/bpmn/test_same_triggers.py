"""Events of one place that wait for the same, ids that two things have, and a boundary event of another scope are refused."""

import pytest

from engine.bpmn.lint.linter import lint
from engine.bpmn.reading.diagram import read_diagram
from engine.testing.drawing import diagram, element, event, event_sub_process, job, sub_process, task

S, E, WAY = event("start", "s"), event("end", "e"), "s > t > e"


def told(*parts):
    (process,) = read_diagram(diagram(*parts).encode()).processes
    return [(problem.code, problem.element) for problem in lint(process) if problem.severity == "error"]


def boundary(name, trigger, **attributes):
    return event("boundary", name, trigger, attachedToRef="t", **attributes)


def on_boundary(first, second):
    return (S, E, job("t"), boundary("b", first), boundary("c", second), f"{WAY}, b > e, c > e")


@pytest.mark.parametrize("trigger", ["error E", "error", "message M"])
def test_two_boundary_events_that_catch_the_same(trigger):
    assert told(*on_boundary(trigger, trigger)) == [("SAME_TRIGGER", "c")]


@pytest.mark.parametrize(
    ("first", "second"), [("error E", "error F"), ("error E", "error"), ("signal S", "signal S"), ("message M", "message N")]
)
def test_what_can_be_told_apart_or_reaches_both(first, second):
    assert told(*on_boundary(first, second)) == []


def test_event_sub_processes_of_one_scope_and_of_two():
    one, two = (event_sub_process(v, event("start", f"i{v}", "error E"), task(f"t{v}"), f"i{v} > t{v}") for v in "vw")
    assert told(S, E, job("t"), one, two, WAY) == [("SAME_TRIGGER", "iw")]
    inside = sub_process("u", event("start", "us"), job("uj"), two, "us > uj")
    assert told(S, E, job("t"), one, inside, "s > t > u > e") == []


def test_start_events_of_the_process_and_events_behind_a_gateway():
    two = (event("start", "s", "message M"), event("start", "q", "message M"), E, job("t"))
    assert told(*two, f"{WAY}, q > t") == [("SAME_TRIGGER", "q")]
    gate = element("eventBasedGateway", "g")
    assert told(S, E, gate, event("catch", "k", "message M"), event("catch", "l", "message M"), "s > g > k > e, g > l > e") == [
        ("SAME_TRIGGER", "l")
    ]


@pytest.mark.parametrize(("name", "severity"), [("s_t", "error"), ("M", "error"), ("p", "warning")])
def test_an_element_has_an_id_of_its_own_in_the_whole_file(name, severity):
    xml = diagram(S, E, job("t"), job("x"), "s > t > x > e").replace('"x"', f'"{name}"')
    (process,) = read_diagram(xml.encode()).processes
    found = [problem for problem in lint(process) if problem.code == "DUPLICATE_ID"]
    assert [(problem.element, problem.severity) for problem in found] == [(name, severity)]


def test_a_boundary_event_stands_beside_its_activity():
    inside = sub_process("u", event("start", "us"), job("uj"), boundary("b", "timer PT1H"), "us > uj, b > uj")
    assert ("LOOSE_BOUNDARY", "b") in told(S, E, job("t"), inside, "s > t > u > e")
