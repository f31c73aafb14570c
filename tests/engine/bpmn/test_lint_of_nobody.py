"""The linter tells of steps that nobody gets, and of events that nothing can throw."""

import pytest

from engine.bpmn.lint.linter import lint
from engine.bpmn.reading.diagram import read_diagram
from engine.testing.drawing import diagram, element, event, event_sub_process, job, sub_process, task

S, E = event("start", "s"), event("end", "e")


def codes(*parts):
    return [(problem.code, problem.element) for problem in lint(read_diagram(diagram(*parts).encode()).processes[0])]


@pytest.mark.parametrize(
    ("attribute", "told"),
    [
        ('assignee="=null"', True),
        ('assignee="=&quot;&quot;"', True),
        ('candidateGroups="=[]"', True),
        ('candidateGroups=" , "', True),
        ('candidateUsers="=if 1 = 2 then &quot;x&quot; else null"', True),
        ('assignee="=null" candidateGroups="kasi@diskominfo"', False),
        ('assignee="=&quot;kasi.diskominfo&quot;"', False),
        ('assignee="=petugas"', False),
        ('candidateGroups="=[&quot;kasi@&quot; + unit]"', False),
    ],
)
def test_an_assignment_that_names_nobody_whatever_the_case_says(attribute, told):
    assigned = task("t", f"<extensionElements><zeebe:assignmentDefinition {attribute}/></extensionElements>")
    assert (("NOBODY_ASSIGNED", "t") in codes(S, E, assigned, "s > t > e")) is told


THROWN = {
    "another error": ((event("end", "qe", "error F"),), "error E", True),
    "another escalation": ((event("end", "qe", "escalation Y"),), "escalation X", True),
    "an escalation where an error is caught": ((event("end", "qe", "escalation X"),), "error", True),
    "the same error": ((event("end", "qe", "error E"),), "error E", False),
    "any error": ((event("end", "qe", "error F"),), "error", False),
    "a service": ((event("end", "qe"), job("j")), "error E", False),
    "a called case": (
        (event("end", "qe"), element("callActivity", "j", '<extensionElements><zeebe:calledElement processId="x"/></extensionElements>')),
        "escalation X",
        False,
    ),
    "an event sub-process": (
        (event("end", "qe"), event_sub_process("v", event("start", "vs", "message M"), event("end", "ve", "error E"), "vs > ve")),
        "error E",
        False,
    ),
}


@pytest.mark.parametrize("thrown", THROWN)
def test_a_boundary_event_that_nothing_inside_can_reach(thrown):
    (end, *more), caught, told = THROWN[thrown]
    way = "qs > j > qe" if any('id="j"' in part for part in more) else "qs > qe"
    host = sub_process("q", event("start", "qs"), end, *more, way)
    found = codes(S, E, host, event("boundary", "b", caught, attachedToRef="q"), "s > q > e, b > e")
    assert (("NEVER_CATCHES", "b") in found) is told
