"""Whom the tasks of a called process are for: what the call activity gives, and what it leaves out."""

import pytest

from engine.bpmn.reading.diagram import read_diagram
from engine.packages.assigned_names import assigned_names
from engine.packages.content_cache import ContentCache
from engine.packages.given_roles import check_given
from engine.testing.drawing import diagram, element, event, job, listeners, task

S, E = event("start", "s"), event("end", "e")
BY_GROUP = '<extensionElements><zeebe:assignmentDefinition candidateGroups="=pemeriksa"/></extensionElements>'
BY_PERSON = '<extensionElements><zeebe:assignmentDefinition assignee="=pemeriksa"/></extensionElements>'


def called(*steps, way):
    return diagram(S, E, *steps, way, identifier="q")


CHECK = called(task("t", BY_GROUP), way="s > t > e")


def calling(*inputs, everything="false"):
    mappings = "".join(f"<zeebe:input source='{source}' target='{target}'/>" for source, target in inputs)
    inside = f'<zeebe:calledElement processId="q" propagateAllParentVariables="{everything}"/><zeebe:ioMapping>{mappings}</zeebe:ioMapping>'
    return diagram(S, E, element("callActivity", "c", f"<extensionElements>{inside}</extensionElements>"), "s > c > e")


def names(*inputs, process=CHECK, elsewhere=False):
    """What is named at the call activity."""
    other = read_diagram(process.encode()).processes if elsewhere else ()
    resources = {"p.bpmn": calling(*inputs).encode()} | ({} if elsewhere else {"q.bpmn": process.encode()})
    return [(found.group, found.position) for found in assigned_names(resources, ContentCache(), other) if found.element == "c"]


@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_role_that_a_call_gives_is_looked_at_like_one_that_a_task_names(elsewhere):
    assert names(('="kasi@diskominfo"', "pemeriksa"), elsewhere=elsewhere) == [("kasi@diskominfo", "")]
    assert names(('="kasi@a, kabid@b"', "pemeriksa"), elsewhere=elsewhere) == [("kasi@a", ""), ("kabid@b", "")]
    assert names(("kasi@diskominfo", "pemeriksa")) == [("kasi@diskominfo", "")]
    assert names(('="kepala.dinas"', "pemeriksa"), process=CHECK.replace("candidateGroups", "assignee")) == [("", "kepala.dinas")]


@pytest.mark.parametrize(
    "given", [('="kasi@diskominfo"', "catatan"), ("=lain", "pemeriksa"), ('="kasi@" + unit', "pemeriksa"), ("=null", "pemeriksa")]
)
def test_what_is_computed_or_assigns_nothing_is_not_looked_at(given):
    assert names(given) == []


def told(call, process):
    (caller,), (other,) = (read_diagram(xml.encode()).processes for xml in (call, process))
    return [(problem.code, problem.values["name"]) for problem in check_given("p.bpmn", caller.elements["c"], other)]


SCRIPT = element("scriptTask", "k", '<extensionElements><zeebe:script expression="=1" resultVariable="pemeriksa"/></extensionElements>')


def test_a_role_that_a_call_leaves_out_is_told():
    assert told(calling(), CHECK) == [("NOBODY_GIVEN", "pemeriksa")]
    assert told(calling(("=1", "lain")), called(task("t", BY_PERSON), way="s > t > e")) == [("NOBODY_GIVEN", "pemeriksa")]
    behind = called(element("exclusiveGateway", "g", default="g_e"), task("t", BY_GROUP), way="s > g > e, g > t: x, t > e")
    assert told(calling(), behind) == [("NOBODY_GIVEN", "pemeriksa")]


@pytest.mark.parametrize(
    ("call", "process"),
    [
        (calling(("=x", "pemeriksa")), CHECK),
        (calling(everything="true"), CHECK),  # a variable of the caller
        (calling(), called(job("k"), task("t", BY_GROUP), way="s > k > t > e")),  # the job may write it
        (calling(), called(element("task", "k", listeners("end x")), task("t", BY_GROUP), way="s > k > t > e")),  # so may a listener
        (calling(), called(task("t", BY_GROUP + listeners("start x")), way="s > t > e")),
        (calling(), called(task("t", BY_GROUP), way="s > t > e").replace('"true">', f'"true">{listeners("start x")}', 1)),
        (calling(), called(SCRIPT, task("t", BY_GROUP), way="s > k > t > e")),
        (calling(), called(task("t", BY_GROUP.replace("=pemeriksa", "kasi@diskominfo")), way="s > t > e")),
    ],
)
def test_a_role_that_is_given_or_may_come_from_elsewhere_is_not_told(call, process):
    assert told(call, process) == []
