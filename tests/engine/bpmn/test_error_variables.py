"""The variables that keep the error that an event caught (Camunda 7: errorCodeVariable, errorMessageVariable)."""

from itertools import pairwise

from lxml import etree

from engine.bpmn.reading.inventory import inventory
from engine.testing.play import Play

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn">'
)


def play(body):
    return Play(f'{HEAD}<process id="p" isExecutable="true">{body}</process></definitions>')


def way(*names):
    return "".join(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(names))


CAUGHT = '<errorEventDefinition camunda:errorCodeVariable="code" camunda:errorMessageVariable="why"/>'
JOB = '<serviceTask id="b" camunda:type="external" camunda:topic="t"/>'


def test_a_boundary_event_keeps_the_error_that_it_caught():
    body = f'<startEvent id="s"/>{JOB}<boundaryEvent id="l" attachedToRef="b">{CAUGHT}</boundaryEvent><userTask id="t"/><userTask id="u"/>'
    case = play(body + way("s", "b", "u") + way("l", "t")).fail("b", "E1", amount=3)
    assert case.tasks == ["t"]
    assert {name: case.variables[name] for name in ("code", "why", "amount")} == {"code": "E1", "why": "", "amount": 3}


def test_an_event_sub_process_keeps_the_error_that_it_caught():
    inside = f'<startEvent id="l">{CAUGHT}</startEvent><userTask id="t"/>{way("l", "t")}'
    body = f'<startEvent id="s"/>{JOB}<userTask id="u"/><subProcess id="v" triggeredByEvent="true">{inside}</subProcess>'
    case = play(body + way("s", "b", "u")).fail("b", "E1")
    assert (case.tasks, case.variables["code"]) == (["t"], "E1")


def test_where_camunda_8_writes_mappings_of_its_own_the_other_ones_are_lost():
    eight = '<extensionElements><zeebe:ioMapping><zeebe:output source="=errorCode" target="x"/></zeebe:ioMapping></extensionElements>'
    body = f'<startEvent id="s"/>{JOB}<boundaryEvent id="l" attachedToRef="b">{eight}{CAUGHT}</boundaryEvent>'
    text = f'{HEAD}<process id="p" isExecutable="true">{body}</process></definitions>'
    lost = {entry.attribute for entry in inventory(etree.fromstring(text)) if entry.verdict == "lost"}
    assert lost == {"errorCodeVariable", "errorMessageVariable"}
