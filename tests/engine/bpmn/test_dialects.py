"""Diagrams of other engines: what is called executed changes the model, and everything else that they ask for is told."""

import re

import pytest
from lxml import etree

from engine.bpmn.lint.linter import lint
from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.reading.dialects import is_dialect
from engine.bpmn.reading.inventory import inventory
from engine.bpmn.reading.names import local_name
from engine.model.effects import BroadcastSignal, CreateUserTask
from engine.testing.play import Play
from webui.rendering.problem_text import sentence

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:flowable="http://flowable.org/bpmn" '
    'xmlns:activiti="http://activiti.org/bpmn" xmlns:operaton="http://operaton.org/schema/1.0/bpmn" '
    'xmlns:drools="http://www.jboss.org/drools" xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core">'
)
#: Camunda 8: everything of its dialect that is read, one thing a line
EIGHT = """
<message id="M" name="m"><extensionElements><zeebe:subscription correlationKey="=key"/></extensionElements></message>
<process id="p" isExecutable="true"><extensionElements><zeebe:versionTag value="v1"/><zeebe:properties><zeebe:property name="a" value="b"/></zeebe:properties><zeebe:executionListeners><zeebe:executionListener eventType="start" type="l" retries="7"/></zeebe:executionListeners></extensionElements>
<startEvent id="s"><extensionElements><zeebe:formDefinition formId="begin"/></extensionElements></startEvent>
<userTask id="a"><extensionElements>
<zeebe:formDefinition formKey="form"/>
<zeebe:assignmentDefinition assignee="x" candidateGroups="kasi@unit" candidateUsers="siti, budi"/>
<zeebe:taskSchedule dueDate="=now()" followUpDate="=now()"/>
<zeebe:priorityDefinition priority="70"/>
<zeebe:executionListeners><zeebe:executionListener eventType="end" type="l" retries="=n"><zeebe:taskHeaders><zeebe:header key="k" value="v"/></zeebe:taskHeaders></zeebe:executionListener></zeebe:executionListeners>
<zeebe:taskListeners><zeebe:taskListener eventType="creating" type="l" retries="7"/></zeebe:taskListeners>
<zeebe:properties><zeebe:property name="status" value="x"/></zeebe:properties>
<zeebe:ioMapping><zeebe:input source="=1" target="one"/><zeebe:output source="=2" target="two"/></zeebe:ioMapping>
</extensionElements><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=[1]" inputElement="it" outputCollection="all" outputElement="=two"/></extensionElements></multiInstanceLoopCharacteristics></userTask>
<serviceTask id="b"><extensionElements><zeebe:taskDefinition type="t" retries="7"/><zeebe:taskHeaders><zeebe:header key="k" value="v"/></zeebe:taskHeaders></extensionElements></serviceTask>
<callActivity id="c"><extensionElements><zeebe:calledElement processId="q" propagateAllChildVariables="false" propagateAllParentVariables="false" bindingType="versionTag" versionTag="w"/></extensionElements></callActivity>
<businessRuleTask id="d"><extensionElements><zeebe:calledDecision decisionId="dec" resultVariable="r" bindingType="versionTag" versionTag="w"/></extensionElements></businessRuleTask>
<scriptTask id="f"><extensionElements><zeebe:script expression="=1" resultVariable="x"/></extensionElements></scriptTask>
<receiveTask id="g" messageRef="M"/>
<adHocSubProcess id="h"><extensionElements><zeebe:adHoc activeElementsCollection="=['i']"/></extensionElements><task id="i"/></adHocSubProcess>
<endEvent id="e"/></process>"""
#: Camunda 7, Operaton, Flowable and Activiti: everything that maps
SEVEN = """
<signal id="S" name="sig" flowable:scope="processInstance"/>
<process id="p" isExecutable="true" camunda:versionTag="v1">
<startEvent id="s" camunda:initiator="starter" activiti:formKey="begin"/>
<userTask id="a" camunda:assignee="${starter}" operaton:candidateGroups="kasi@unit" flowable:candidateUsers="siti, budi" activiti:dueDate="${due}" camunda:followUpDate="${due}" camunda:priority="70" camunda:formRef="form"><extensionElements><camunda:inputOutput>
<camunda:inputParameter name="n">${amount + 1}</camunda:inputParameter>
<camunda:inputParameter name="list"><camunda:list><camunda:value>ktp</camunda:value><camunda:value>${two}</camunda:value></camunda:list></camunda:inputParameter>
<camunda:inputParameter name="map"><camunda:map><camunda:entry key="k">v</camunda:entry></camunda:map></camunda:inputParameter>
<camunda:inputParameter name="feel"><camunda:script scriptFormat="feel">1 + 1</camunda:script></camunda:inputParameter>
<camunda:outputParameter name="out">${n}</camunda:outputParameter>
</camunda:inputOutput></extensionElements></userTask>
<serviceTask id="b" camunda:type="external" camunda:topic="t"/>
<callActivity id="c" calledElement="q" camunda:calledElementBinding="versionTag" camunda:calledElementVersionTag="w"><extensionElements><camunda:in source="a" target="b"/><camunda:in sourceExpression="${a}" target="c"/><camunda:out variables="all"/></extensionElements></callActivity>
<callActivity id="k" calledElement="q" flowable:inheritVariables="false"/>
<businessRuleTask id="d" camunda:decisionRef="dec" camunda:resultVariable="r" camunda:mapDecisionResult="singleEntry"/>
<userTask id="g"><multiInstanceLoopCharacteristics camunda:collection="list" camunda:elementVariable="it"><completionCondition>${nrOfCompletedInstances == 1}</completionCondition></multiInstanceLoopCharacteristics></userTask>
<intermediateThrowEvent id="h"><messageEventDefinition camunda:type="external" camunda:topic="t"/></intermediateThrowEvent>
<intermediateThrowEvent id="i"><signalEventDefinition signalRef="S"/></intermediateThrowEvent>
<boundaryEvent id="l" attachedToRef="b"><errorEventDefinition camunda:errorCodeVariable="code" operaton:errorMessageVariable="why"/></boundaryEvent>
<boundaryEvent id="m" attachedToRef="c"><escalationEventDefinition camunda:escalationCodeVariable="level"/></boundaryEvent>
<endEvent id="e"><terminateEventDefinition flowable:terminateAll="true"/></endEvent></process>"""


def model(root):
    return re.sub(r"line=(\d+|None)", "", repr(read_diagram(etree.tostring(root)).processes))


def executed_without_effect(text):
    """What the inventory calls executed, and whose removal or change leaves the model as it is."""
    root = etree.fromstring(text)
    before = model(root)
    verdicts = {(entry.line, entry.element, entry.id, entry.attribute): entry.verdict for entry in inventory(root)}
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    known = {node: (node.sourceline, local_name(node.tag), entry_id(node)) for node in nodes}
    for node in nodes:
        names = [name for name in node.attrib if is_dialect(name) or (is_dialect(node.tag) and not name.startswith("{"))]
        for name in names:
            if verdicts[*known[node], local_name(name)] == "executed":
                value = node.attrib.pop(name)
                if model(root) == before:
                    yield f"{local_name(node.tag)} {local_name(name)}"
                node.set(name, value)
        if is_dialect(node.tag) and verdicts[*known[node], None] == "executed":
            around, place = node.getparent(), node.getparent().index(node)
            around.remove(node)
            if model(root) == before:
                yield local_name(node.tag)
            around.insert(place, node)


def entry_id(node):
    while node is not None and not node.get("id"):
        node = node.getparent()
    return node.get("id") if node is not None else ""


@pytest.mark.parametrize("body", [EIGHT, SEVEN], ids=["Camunda 8", "Camunda 7 and its like"])
def test_what_is_called_executed_changes_the_model(body):
    assert list(executed_without_effect(f"{HEAD}{body}</definitions>")) == []


@pytest.mark.parametrize("body", [EIGHT, SEVEN], ids=["Camunda 8", "Camunda 7 and its like"])
def test_all_of_what_we_read_is_called_executed(body):
    """Nothing of the two samples is lost, and nothing is said to be."""
    text = f"{HEAD}{body}</definitions>".encode()
    root = etree.fromstring(text)
    kept = [(entry.element, entry.attribute) for entry in inventory(root) if entry.verdict in ("lost", "kept", "not_executed")]
    assert kept == ([] if body == EIGHT else [("businessRuleTask", "mapDecisionResult")])
    assert [loss for item in read_diagram(text).processes for loss in item.losses] == []


def lost(task="", inner="", *, attributes="", event="", process="", tag="userTask"):
    text = (
        f'{HEAD}<process id="p" isExecutable="true" {process}><startEvent id="s" {event}/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>\n'
        f'<{tag} id="t" {attributes}>{task}<extensionElements>{inner}</extensionElements></{tag}></process></definitions>'
    ).encode()
    (item,) = read_diagram(text).processes
    told = [problem for problem in lint(item) if problem.code.endswith("_LOST")]
    for problem in told:
        assert problem.severity == "warning"
        assert problem.line in (1, 2)
        assert problem.values["name"] in sentence(problem, "id")
    verdicts = {entry.verdict for entry in inventory(etree.fromstring(text)) if entry.verdict == "lost"}
    assert bool(told) == bool(verdicts) or "mapDecisionResult" in str(told) or "<potentialOwner" in task
    return [(problem.code, problem.element, problem.values["name"]) for problem in told]


LISTENED = '<zeebe:executionListeners><zeebe:executionListener eventType="end" type="x"/></zeebe:executionListeners>'

TASK_LISTENED = '<zeebe:taskListeners><zeebe:taskListener eventType="{}" type="{}"/></zeebe:taskListeners>'


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"inner": LISTENED, "tag": "exclusiveGateway"}, ("LISTENER_LOST", "t", "zeebe:executionListeners")),
        ({"inner": LISTENED, "tag": "complexGateway"}, ("LISTENER_LOST", "t", "zeebe:executionListeners")),
        ({"inner": LISTENED, "tag": "endEvent", "task": "<errorEventDefinition/>"}, ("LISTENER_LOST", "t", "zeebe:executionListeners")),
        ({"inner": LISTENED.replace('"end"', '"start"'), "tag": "startEvent"}, ("LISTENER_LOST", "t", "zeebe:executionListeners")),
        ({"inner": LISTENED.replace('"end"', '"start"'), "tag": "boundaryEvent"}, ("LISTENER_LOST", "t", "zeebe:executionListeners")),
        ({"inner": LISTENED.replace('"end"', '"cancel"'), "tag": "exclusiveGateway"}, ("LISTENER_LOST", "t", "zeebe:executionListeners")),
        ({"inner": LISTENED.replace("</zeebe:executionListeners>", '<zeebe:executionListener eventType="completing" type="y"/></zeebe:executionListeners>')}, ("LISTENER_LOST", "t", "zeebe:executionListener")),
        ({"inner": LISTENED.replace("</zeebe:executionListeners>", '<zeebe:executionListener event="end" type="y"/></zeebe:executionListeners>')}, ("LISTENER_LOST", "t", "zeebe:executionListener")),
        ({"inner": TASK_LISTENED.format("assigning", "=kind")}, ("LISTENER_LOST", "t", "zeebe:taskListeners")),
        ({"inner": TASK_LISTENED.format("updating", "x")}, ("LISTENER_LOST", "t", "zeebe:taskListeners")),
        ({"inner": TASK_LISTENED.format("completing", "x"), "tag": "serviceTask"}, ("LISTENER_LOST", "t", "zeebe:taskListeners")),
        ({"inner": TASK_LISTENED.format("end", "x")}, ("LISTENER_LOST", "t", "zeebe:taskListeners")),
        ({"inner": TASK_LISTENED.format("canceling", "=kind")}, ("LISTENER_LOST", "t", "zeebe:taskListeners")),
        ({"inner": '<operaton:executionListener event="start" class="a.B"/>'}, ("LISTENER_LOST", "t", "operaton:executionListener")),
        ({"inner": "<drools:onEntry-script><drools:script>x</drools:script></drools:onEntry-script>"}, ("LISTENER_LOST", "t", "drools:onEntry-script")),
        ({"inner": "<s:preScript>x = 1</s:preScript>"}, ("MAPPING_LOST", "t", "s:preScript")),
        ({"inner": '<activiti:formProperty id="x"/>'}, ("FORM_LOST", "t", "activiti:formProperty")),
        ({"inner": '<zeebe:ioMapping><zeebe:input source="=1" target="x"/></zeebe:ioMapping>', "tag": "startEvent"}, ("MAPPING_LOST", "t", "zeebe:input")),
        ({"attributes": 'drools:taskName="Rest"', "tag": "task"}, ("SERVICE_LOST", "t", "drools:taskName")),
        ({"inner": "<zeebe:linkedResources/>"}, ("SERVICE_LOST", "t", "zeebe:linkedResources")),
        ({"inner": '<zeebe:newThing x="1"/>'}, ("DIALECT_LOST", "t", "zeebe:newThing")),
        ({"inner": '<zeebe:formDefinition formId="x" externalReference="y"/>'}, ("FORM_LOST", "t", "zeebe:formDefinition externalReference")),
        ({"inner": '<zeebe:adHoc outputCollection="x"/>', "tag": "adHocSubProcess"}, ("DIALECT_LOST", "t", "zeebe:adHoc outputCollection")),
        ({"inner": '<zeebe:taskDefinition type="x"/>', "tag": "adHocSubProcess"}, ("SERVICE_LOST", "t", "zeebe:taskDefinition")),
        ({"inner": '<camunda:in businessKey="#{execution.key}"/>', "tag": "callActivity"}, ("MAPPING_LOST", "t", "camunda:in")),
        ({"attributes": 'flowable:skipExpression="${x}"'}, ("SKIP_LOST", "t", "flowable:skipExpression")),
        ({"attributes": 'activiti:class="a.B"', "tag": "serviceTask"}, ("SERVICE_LOST", "t", "activiti:class")),
        ({"attributes": 'flowable:type="mail"', "tag": "serviceTask"}, ("SERVICE_LOST", "t", "flowable:type")),
        ({"attributes": 'camunda:somethingNew="1"'}, ("DIALECT_LOST", "t", "camunda:somethingNew")),
        ({"attributes": 'camunda:decisionRef="d" camunda:resultVariable="r"', "tag": "businessRuleTask"}, ("MAPPING_LOST", "t", "mapDecisionResult=resultList")),
        ({"attributes": 'camunda:assignee="x"', "tag": "serviceTask"}, ("CANDIDATES_LOST", "t", "camunda:assignee")),
        ({"process": 'camunda:candidateStarterGroups="x"'}, ("CANDIDATES_LOST", "p", "camunda:candidateStarterGroups")),
        ({"task": "<potentialOwner><resourceRef>x</resourceRef></potentialOwner>"}, ("CANDIDATES_LOST", "t", "potentialOwner")),
    ],
    ids=lambda value: value[2] if isinstance(value, tuple) else "",
)  # fmt: skip
def test_what_is_not_executed_is_told_at_its_line(given, told):
    assert lost(**given) == [told]


@pytest.mark.parametrize(
    "attributes",
    [
        'zeebe:modelerTemplate="x" zeebe:modelerTemplateVersion="1"',
        'camunda:asyncBefore="true" camunda:exclusive="false"',
        'flowable:formFieldValidation="true" flowable:triggerable="false"',
        'drools:selectable="true" drools:taskName="x"',
    ],
)
def test_notes_without_behaviour_are_kept_without_a_word(attributes):
    assert lost(attributes=attributes) == []


def test_a_condition_in_a_script_language_is_told():
    flow = (
        '<sequenceFlow id="f" sourceRef="s" targetRef="e"><conditionExpression language="groovy">a = 1</conditionExpression></sequenceFlow>'
    )
    (item,) = read_diagram(f'{HEAD}<process id="p"><startEvent id="s"/>{flow}<endEvent id="e"/></process></definitions>'.encode()).processes
    assert [str(loss) for loss in item.losses] == ["f: language=groovy"]


def test_a_condition_of_a_flow_can_hold_what_is_lost():
    flow = '<sequenceFlow id="f" flowable:skipExpression="${x}" sourceRef="s" targetRef="e"/>'
    (item,) = read_diagram(f'{HEAD}<process id="p"><startEvent id="s"/>{flow}<endEvent id="e"/></process></definitions>'.encode()).processes
    assert [str(loss) for loss in item.losses] == ["f: flowable:skipExpression"]


def test_an_expression_that_is_not_translated_is_not_called_executed():
    text = f'{HEAD}<process id="p"><userTask id="t" camunda:assignee="${{bean.pick(x)}}" camunda:candidateGroups="kasi@${{unit}}"/></process></definitions>'
    entries = {entry.attribute: entry.verdict for entry in inventory(etree.fromstring(text))}
    assert (entries["assignee"], entries["candidateGroups"]) == ("not_executed", "not_executed")
    (item,) = read_diagram(text.encode()).processes
    assert [problem.code for problem in lint(item)].count("FOREIGN_EXPRESSION") == 2


# --- what maps


def play(body, **variables):
    return Play(
        f'{HEAD}<signal id="S" name="sig" flowable:scope="processInstance"/><process id="p" isExecutable="true">{body}</process></definitions>',
        **variables,
    )


def way(*names):
    return "".join(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in zip(names, names[1:], strict=False))


def test_the_position_of_whoever_begins_is_the_initiator():
    body = '<startEvent id="s" camunda:initiator="starter"/><userTask id="t" camunda:assignee="${starter}"/>' + way("s", "t")
    (task,) = play(body, initiator={"person": "1", "position": "2", "unit": None}).emitted(CreateUserTask)
    assert task.assignee == "2"
    (task,) = play(body.replace("starter", "initiator"), initiator={"person": "1", "position": "2", "unit": None}).emitted(CreateUserTask)
    assert task.assignee == "2"


def test_candidate_users_are_candidates():
    body = '<startEvent id="s"/><userTask id="t" camunda:candidateUsers="siti, budi"/>' + way("s", "t")
    (task,) = play(body).emitted(CreateUserTask)
    assert task.candidate_users == ("siti", "budi")


def test_an_end_of_all_ends_the_whole_case_from_within_a_sub_process():
    inside = '<startEvent id="is"/><endEvent id="ie"><terminateEventDefinition flowable:terminateAll="true"/></endEvent>' + way("is", "ie")
    body = f'<startEvent id="s"/><parallelGateway id="g"/><userTask id="t"/><subProcess id="u">{inside}</subProcess><userTask id="v"/>'
    body += way("s", "g", "t") + way("g", "u", "v")
    assert play(body).ended == "COMPLETED"
    assert play(body.replace(' flowable:terminateAll="true"', "")).tasks == ["t", "v"]


def test_a_signal_of_one_case_is_heard_in_it_alone():
    caught = '<intermediateCatchEvent id="c"><signalEventDefinition signalRef="S"/></intermediateCatchEvent><userTask id="d"/>'
    thrown = (
        '<userTask id="a"/><intermediateThrowEvent id="h"><signalEventDefinition signalRef="S"/></intermediateThrowEvent><endEvent id="e"/>'
    )
    case = play(f'<startEvent id="s"/><parallelGateway id="g"/>{caught}{thrown}' + way("s", "g", "c", "d") + way("g", "a", "h", "e"))
    case.complete("a")
    assert case.tasks == ["d"]
    assert case.emitted(BroadcastSignal) == []


def test_an_output_parameter_stands_beside_the_result():
    """Camunda 7 writes the answers of a task whatever its output parameters are; Camunda 8's mappings choose."""
    mapped = '<extensionElements><camunda:inputOutput><camunda:outputParameter name="double">${n * 2}</camunda:outputParameter></camunda:inputOutput></extensionElements>'
    case = play(f'<startEvent id="s"/><userTask id="a">{mapped}</userTask><endEvent id="e"/>' + way("s", "a", "e")).complete("a", n=4)
    assert case.variables == {"n": 4, "double": 8}


def test_an_input_parameter_may_be_a_list_or_a_map():
    inner = "<camunda:list><camunda:value>ktp</camunda:value><camunda:value>${n}</camunda:value></camunda:list>"
    mapped = f'<extensionElements><camunda:inputOutput><camunda:inputParameter name="x">{inner}</camunda:inputParameter></camunda:inputOutput></extensionElements>'
    output = '<scriptTask id="a" scriptFormat="feel">' + mapped + "<script>x</script></scriptTask>"
    output = output.replace(
        "</camunda:inputOutput>", '<camunda:outputParameter name="y">${x}</camunda:outputParameter></camunda:inputOutput>'
    )
    output = output.replace('scriptFormat="feel"', 'scriptFormat="feel" camunda:resultVariable="r"')
    assert play(f'<startEvent id="s"/>{output}<endEvent id="e"/>' + way("s", "a", "e"), n=5).variables["y"] == ["ktp", 5]
