"""What Camunda 7 and Operaton refuse in their own dialect is refused here too; what Flowable writes in its own is not touched by it."""

import pytest

from engine.bpmn.lint.linter import lint_diagram
from engine.bpmn.reading.diagram import read_diagram
from engine.testing.drawing import event, flows
from webui.rendering.problem_text import sentence

SPACES = {
    "camunda": "http://camunda.org/schema/1.0/bpmn",
    "operaton": "http://operaton.org/schema/1.0/bpmn",
    "flowable": "http://flowable.org/bpmn",
}


def file(step, space="camunda", *, roots="", process=""):
    """The prefix of the dialect is `c`."""
    drawn = event("start", "s") + step + event("end", "e") + flows("s > a > e")
    head = f'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:c="{SPACES[space]}">'
    return f'{head}{roots}<process id="p" isExecutable="true" {process}>{drawn}</process></definitions>'


def call(inner):
    return f'<callActivity id="a" calledElement="q"><extensionElements>{inner}</extensionElements></callActivity>'


def task(attributes, inner=""):
    return f'<userTask id="a" c:assignee="x" {attributes}>{inner}</userTask>'


def external(attributes="", inner=""):
    held = f"<extensionElements>{inner}</extensionElements>"
    return f'<serviceTask id="a" c:type="external" c:topic="t" {attributes}>{held}</serviceTask>'


def errors(xml):
    return [problem for problem in lint_diagram(read_diagram(xml.encode())) if problem.severity == "error"]


WRONG = [
    ("LACKING", file(call('<c:in target="x"/>'))),
    ("LACKING", file(call('<c:in source="" target="x"/>'))),
    ("LACKING", file(call('<c:in source="x"/>'))),
    ("LACKING", file(call('<c:out sourceExpression="${x}" target=""/>'))),
    ("LACKING", file(call('<c:out target="x"/>'), "operaton")),
    ("LACKING", file(external(inner='<c:errorEventDefinition errorRef="E"/>'), roots='<error id="E" errorCode="E"/>')),
    ("SEVERAL_VALUES", file(task('c:formKey="a" c:formRef="b"'))),
    ("BAD_VALUE", file(task('c:formRef="a" c:formRefBinding="newest"'))),
    ("BAD_VALUE", file(task('c:jobPriority="high"'))),
    ("BAD_VALUE", file(external('c:taskPriority="high"'))),
    ("BAD_VALUE", file(task(""), process='c:historyTimeToLive="PP5D"')),
    ("BAD_VALUE", file(task(""), process='c:historyTimeToLive="-5"')),
    ("DOUBLE_SIGNAL", file(task(""), roots='<signal id="A" name="x"/><signal id="B" name="x"/>')),
    ("DOUBLE_SIGNAL", file(task(""), "flowable", roots='<signal id="A" name="x"/><signal id="B" name="x"/>')),
    ("LACKING", file(task(""), roots='<signal name="x"/>')),
    ("LACKING", file(task(""), roots='<message name="x"/>')),
]  # fmt: skip


@pytest.mark.parametrize(("code", "xml"), WRONG)
def test_what_those_engines_refuse_is_refused(code, xml):
    (problem,) = errors(xml)
    assert problem.code == code
    assert sentence(problem, "id")


@pytest.mark.parametrize(
    "xml",
    [
        file(call('<c:in source="x" target="y"/><c:in variables="all"/><c:out sourceExpression="${x}" target="y"/>')),
        file(call('<c:in businessKey="${x}"/>')),
        file(call('<c:in source="x"/>'), "flowable"),
        file(task('c:jobPriority="${x}"')),
        file(task('c:jobPriority="-5"'), process='c:historyTimeToLive="P30D"'),
        file(task(""), process='c:historyTimeToLive=""'),
        file(task(""), roots='<signal id="A" name="x"/><signal id="B" name="x" c:scope="processInstance"/>'),
    ],
)
def test_what_they_take_is_not_refused(xml):
    assert errors(xml) == []


def test_camunda_8_takes_two_signals_of_one_name_for_one():
    xml = file(task(""), roots='<signal id="A" name="x"/><signal id="B" name="x"/>')
    assert errors(xml.replace('xmlns:c="', 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:c="')) == []
