"""What jBPM, SpiffArena and products of which nothing is known ask for is told, and so are parts of BPMN that decide nothing here."""

import pytest

from engine.bpmn.lint.linter import lint_diagram
from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.reading.inventory import inventory
from engine.model.errors import Problem
from engine.testing.drawing import event, flows
from webui.rendering.problem_text import sentence

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:drools="http://www.jboss.org/drools" '
    'xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core" xmlns:x="http://example.com/x" xmlns:color="http://bpmn.io/schema/bpmn/color"'
)
MESSAGE = '<message id="M" name="m"/>'


def ext(inner):
    return f"<extensionElements>{inner}</extensionElements>"


def meta(name):
    return ext(f'<drools:metaData name="{name}"><drools:metaValue>true</drools:metaValue></drools:metaData>')


def spiff(name, text="x"):
    return ext(f"<s:{name}>{text}</s:{name}>")


def form(name):
    return ext(f'<s:properties><s:property name="{name}" value="a.json"/></s:properties>')


def task(inner="", attributes=""):
    return f'<manualTask id="a" {attributes}>{inner}</manualTask>'


def call(inner="", attributes=""):
    return f'<callActivity id="a" calledElement="q" {attributes}>{inner}</callActivity>'


def catch(definition, inner=""):
    return f'<intermediateCatchEvent id="a">{inner}{definition}</intermediateCatchEvent>'


def association(inner, data=""):
    return task(f"{data}<dataInputAssociation>{inner}</dataInputAssociation>")


def told(step, *, beside="", inside="", definitions="", process="") -> list[Problem]:
    drawn = event("start", "s") + step + event("end", "e") + flows("s > a > e")
    xml = f'{HEAD} {definitions}>{beside}<process id="p" isExecutable="true" {process}>{inside}{drawn}</process></definitions>'
    diagram = read_diagram(xml.encode())
    lost = {(entry.line, entry.name) for entry in inventory(diagram.root) if entry.verdict == "lost"}
    problems = [problem for problem in lint_diagram(diagram) if problem.code.endswith(("_LOST", "_NOTES"))]
    assert bool(lost) <= bool(problems)
    return problems


INPUT = '<ioSpecification><dataInput id="di" name="masukan"/><inputSet><dataInputRefs>di</dataInputRefs></inputSet><outputSet/></ioSpecification>'
WRONG = [
    ("DIALECT_LOST", {"step": call(attributes='drools:waitForCompletion="false"')}),
    ("DIALECT_LOST", {"step": call(attributes='drools:independent="false"')}),
    ("DIALECT_LOST", {"step": call(meta("customAbortParent"))}),
    ("DIALECT_LOST", {"step": task(meta("customSLADueDate"))}),
    ("DIALECT_LOST", {"step": task(meta("customAutoStart"))}),
    ("DIALECT_LOST", {"step": task(), "process": 'drools:adHoc="true"'}),
    ("LISTENER_LOST", {"step": task(ext("<drools:onExit-script><drools:script>x</drools:script></drools:onExit-script>"))}),
    ("FORM_LOST", {"step": task(form("formJsonSchemaFilename"))}),
    ("FORM_LOST", {"step": task(form("formUiSchemaFilename"))}),
    ("FORM_LOST", {"step": task(spiff("instructionsForEndUser"))}),
    ("DIALECT_LOST", {"step": task(form("somethingNew"))}),
    ("CANDIDATES_LOST", {"step": task(spiff("allowGuest", "true"))}),
    ("MAPPING_LOST", {"step": task(spiff("preScript"))}),
    (
        "MAPPING_LOST",
        {"step": '<receiveTask id="a" messageRef="M"/>', "beside": MESSAGE.replace("/>", f">{spiff('messageVariable')}</message>")},
    ),
    ("DIALECT_LOST", {"step": task(spiff("somethingNew"))}),
    ("FOREIGN_NOTES", {"step": task(attributes='x:does="this"')}),
    ("FOREIGN_NOTES", {"step": task(ext("<x:does/>"))}),
    ("FOREIGN_NOTES", {"step": task(), "inside": ext("<x:does/>")}),
    ("BPMN_LOST", {"step": task(), "inside": '<supportedInterfaceRef>I</supportedInterfaceRef>', "beside": '<interface id="I" name="i"/>'}),
    ("BPMN_LOST", {"step": task('<rendering id="r"/>').replace("manualTask", "userTask")}),
    ("BPMN_LOST", {"step": association("<sourceRef>v</sourceRef><targetRef>v</targetRef><transformation>x</transformation>"), "inside": '<property id="v"/>'}),
    ("MAPPING_LOST", {"step": association("<sourceRef>v</sourceRef><targetRef>di</targetRef>", INPUT), "inside": '<property id="v"/>'}),
    (
        "BPMN_LOST",
        {
            "step": '<receiveTask id="a" messageRef="M"/>',
            "beside": f'{MESSAGE}<collaboration id="C"><participant id="P" processRef="p"/><correlationKey id="k"><correlationPropertyRef>c'
            '</correlationPropertyRef></correlationKey></collaboration><correlationProperty id="c"><correlationPropertyRetrievalExpression '
            'messageRef="M"><messagePath>x</messagePath></correlationPropertyRetrievalExpression></correlationProperty>',
        },
    ),
    ("DIALECT_LOST", {"step": catch("<conditionalEventDefinition><condition language='http://www.mvel.org/2.0'>x &gt; 1</condition></conditionalEventDefinition>")}),
    ("DIALECT_LOST", {"step": catch("<conditionalEventDefinition><condition>x &gt; 1</condition></conditionalEventDefinition>"), "definitions": 'expressionLanguage="http://www.java.com/java"'}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "parts"), WRONG)
def test_what_nobody_here_does_is_told_once(code, parts):
    problems = told(**parts)
    assert [problem.code for problem in problems] == [code]
    assert problems[0].severity == "warning"
    assert problems[0].values["name"] in sentence(problems[0], "id")


SOUND = [
    {"step": task(meta("elementname"))},
    {"step": task(attributes='drools:bgcolor="#fff"'), "inside": ext('<drools:import name="java.util.Date"/>')},
    {"step": call(attributes='drools:independent="true" drools:waitForCompletion="true"')},
    {"step": task(spiff("unitTests", '<s:unitTest id="u"><s:inputJson>1</s:inputJson></s:unitTest>'))},
    {"step": task(spiff("allowGuest", "false"))},
    {"step": task(attributes='color:background-color="#fff"')},
    {
        "step": association(
            "<sourceRef>r</sourceRef><targetRef>ph</targetRef>", '<property id="ph" name="__targetRef_placeholder"/>'
        ),
        "inside": '<dataObject id="d"/><dataObjectReference id="r" name="berkas" dataObjectRef="d"/>',
    },
    {
        "step": association("<sourceRef>r</sourceRef><targetRef>di</targetRef>", INPUT),
        "inside": '<dataObject id="d"/><dataObjectReference id="r" name="masukan" dataObjectRef="d"/>',
    },
    {
        "step": catch("<conditionalEventDefinition><condition>x &gt; 1</condition></conditionalEventDefinition>"),
        "definitions": 'expressionLanguage="http://www.w3.org/1999/XPath"',
    },
    {"step": catch("<conditionalEventDefinition><condition language='feel'>x &gt; 1</condition></conditionalEventDefinition>")},
]  # fmt: skip


@pytest.mark.parametrize("parts", SOUND)
def test_notes_that_ask_for_nothing_are_not_told(parts):
    assert told(**parts) == []


def test_a_product_is_told_once_a_process():
    step = task(ext("<x:one/><x:two/>"), 'x:three="3"')
    assert [problem.values["name"] for problem in told(step)] == ["x:three"]
