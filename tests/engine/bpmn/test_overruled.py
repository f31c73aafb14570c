"""What an element says a second time and otherwise, in another dialect or beside itself: one counts, and the other is told as lost."""

import pytest
from lxml import etree

from engine.bpmn.lint.linter import lint
from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.reading.inventory import inventory

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:flowable="http://flowable.org/bpmn" '
    'xmlns:operaton="http://operaton.org/schema/1.0/bpmn">'
)


def lost(attributes="", inner="", task="", tag="userTask"):
    """What the linter tells of, which the inventory must call lost too."""
    step = f'<{tag} id="t" {attributes}>{task}<extensionElements>{inner}</extensionElements></{tag}>'
    text = f'{HEAD}<process id="p" isExecutable="true">{step}</process></definitions>'.encode()
    (item,) = read_diagram(text).processes
    told = [problem.values["name"] for problem in lint(item) if problem.code == "OVERRULED_LOST"]
    assert bool(told) == any(entry.verdict == "lost" for entry in inventory(etree.fromstring(text)))
    return told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"attributes": 'camunda:assignee="a"', "inner": '<zeebe:assignmentDefinition assignee="b"/>'}, "camunda:assignee"),
        ({"task": '<multiInstanceLoopCharacteristics camunda:collection="list"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>'}, "loopCardinality"),
        ({"task": '<multiInstanceLoopCharacteristics flowable:collection="list" flowable:elementVariable="it"><loopDataInputRef>d</loopDataInputRef></multiInstanceLoopCharacteristics>'}, "loopDataInputRef"),
        ({"task": '<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=d" inputElement="a"/></extensionElements><loopDataInputRef>d</loopDataInputRef><inputDataItem id="b"/></multiInstanceLoopCharacteristics>'}, "inputDataItem"),
        ({"task": '<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality><loopDataInputRef>d</loopDataInputRef></multiInstanceLoopCharacteristics>'}, "loopCardinality"),
        ({"attributes": 'camunda:assignee="a" flowable:assignee="b"'}, "flowable:assignee"),
        ({"attributes": 'operaton:type="external" operaton:topic="a"', "inner": '<zeebe:taskDefinition type="b"/>', "tag": "serviceTask"}, "operaton:topic"),
        ({"attributes": 'camunda:formKey="a"', "inner": '<zeebe:formDefinition formId="b"/>'}, "camunda:formKey"),
        ({"inner": '<zeebe:ioMapping><zeebe:input source="=1" target="x"/></zeebe:ioMapping><camunda:inputOutput><camunda:inputParameter name="y">2</camunda:inputParameter></camunda:inputOutput>'}, "camunda:inputParameter"),
        ({"attributes": 'calledElement="a"', "inner": '<zeebe:calledElement processId="b"/>', "tag": "callActivity"}, "calledElement"),
    ],
)  # fmt: skip
def test_what_is_said_otherwise_a_second_time_is_told(given, told):
    assert lost(**given) == [told]


@pytest.mark.parametrize(
    ("attributes", "inner"),
    [
        ('camunda:assignee="a"', '<zeebe:assignmentDefinition assignee="a"/>'),
        ('camunda:assignee="${a}"', '<zeebe:assignmentDefinition assignee="=a"/>'),
        ('camunda:assignee="a" flowable:assignee="a"', ""),
        ('camunda:assignee="a"', '<zeebe:assignmentDefinition candidateGroups="b@c"/>'),
        ("", '<zeebe:ioMapping><zeebe:input source="=1" target="x"/></zeebe:ioMapping><camunda:inputOutput><camunda:inputParameter name="x">1</camunda:inputParameter></camunda:inputOutput>'),
    ],
)  # fmt: skip
def test_what_two_dialects_say_alike_is_lost_nowhere(attributes, inner):
    assert lost(attributes=attributes, inner=inner) == []
