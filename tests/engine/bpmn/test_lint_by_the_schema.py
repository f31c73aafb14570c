"""What the schema of BPMN 2.0 and Camunda 8's validators do not let pass, and what they do."""

import pytest

from engine.bpmn.lint.linter import lint_diagram
from engine.bpmn.reading.bpmn20 import shapes
from engine.bpmn.reading.diagram import read_diagram
from engine.model.errors import DeploymentRejected
from engine.testing.drawing import HEAD, diagram, element, event, event_sub_process, job, process, sub_process, task

S, E = event("start", "s"), event("end", "e")
WAY = "s > t > e"


def refused(xml):
    problems = lint_diagram(read_diagram(xml.encode(), resource="x.bpmn"), resource="x.bpmn")
    return {(problem.code, problem.element) for problem in problems if problem.severity == "error"}


def beside(*parts, step=None):
    """A file with root elements besides its process."""
    return f"{HEAD}{''.join(parts)}{process(S, E, step or job('t'), WAY)}</definitions>"


def extended(tag, inner):
    return element(tag, "t", f"<extensionElements>{inner}</extensionElements>")


TASK = '<zeebe:taskDefinition type="x"/>'
DECISION = '<zeebe:calledDecision decisionId="d" resultVariable="r"/>'
POOLS = element("participant", "P", processRef="p") + element("participant", "Q")


def message_flow(source, target):
    return beside(element("collaboration", "c", POOLS + element("messageFlow", "m", sourceRef=source, targetRef=target)))


@pytest.mark.parametrize(
    ("problem", "xml"),
    [
        # elements
        (("UNKNOWN_ELEMENT", "p"), diagram(S, E, job("t"), element("holdTask", "q"), WAY)),
        (("UNKNOWN_ELEMENT", "p"), diagram(S, E, job("t"), element("message", "q"), WAY)),
        (("UNKNOWN_ELEMENT", "q"), beside(element("startEvent", "q"))),
        (("UNKNOWN_ELEMENT", "p"), diagram(S, E, job("t"), element("flowElement", "q"), WAY)),
        (("LACKING", "p"), diagram(S, E, job("t"), element("association", "q", sourceRef="t"), WAY)),
        (("LACKING", "t"), diagram(S, E, job("t", "<dataInputAssociation><sourceRef>s</sourceRef></dataInputAssociation>"), WAY)),
        # values
        (("BAD_VALUE", "is"), diagram(S, E, job("t"), event_sub_process("v", event("start", "is", "signal S", isInterrupting="maybe"), event("end", "ie"), "is > ie"), WAY)),
        (("BAD_VALUE", "t"), diagram(S, E, sub_process("t", job("i"), tag="adHocSubProcess", ordering="Random"), WAY)),
        (("BAD_VALUE", "t"), diagram(S, E, job("t", isForCompensation="no"), WAY)),
        (("BAD_VALUE", "p"), beside(element("dataStore", "d", capacity="much"))),
        (("BAD_ID", "p"), beside(element("dataStore", "a b"))),
        (("DUPLICATE_ID", "p"), diagram(S, E, job("t"), '<laneSet id="x"><lane id="x"/></laneSet>', WAY)),
        (("DUPLICATE_ID", "p"), f"{HEAD}{process(S, E, job('t'), WAY) * 2}</definitions>"),
        # references
        (("UNKNOWN_REFERENCE", "p"), diagram(S, E, job("t"), '<laneSet id="x"><lane id="y"><flowNodeRef>nobody</flowNodeRef></lane></laneSet>', WAY)),
        (("UNKNOWN_REFERENCE", "p"), diagram(S, E, job("t"), element("dataObjectReference", "q", dataObjectRef="nothing"), WAY)),
        (("UNKNOWN_REFERENCE", "p"), diagram(S, E, job("t"), element("association", "q", sourceRef="t", targetRef="nothing"), WAY)),
        (("UNKNOWN_REFERENCE", "b"), diagram(S, E, job("t"), event("boundary", "b", "error nothing", attachedToRef="t"), WAY, "b > e")),
        (("UNKNOWN_REFERENCE", "b"), diagram(S, E, job("t"), event("boundary", "b", "error X", attachedToRef="t"), WAY, "b > e")),
        (("UNKNOWN_REFERENCE", "m"), message_flow("Q", "nobody")),
        (("FLOW_CONTRADICTED", "t"), diagram(S, E, job("t", "<outgoing>nothing</outgoing>"), WAY)),
        # message flows
        (("MESSAGE_FLOW_END", "m"), message_flow("s", "Q")),
        (("MESSAGE_FLOW_END", "m"), message_flow("Q", "e")),
        (("MESSAGE_FLOW_END", "m"), message_flow("Q", "s_t")),
        # names and codes
        (("NO_MESSAGE", "t"), beside(element("message", "K").replace(' name="K"', ""), step=event("catch", "t", "message K"))),
        (("NO_SIGNAL", "t"), beside(element("signal", "K").replace(' name="K"', ""), step=event("throw", "t", "signal K"))),
        (("NO_CODE", "e"), f"{HEAD}{element('error', 'K')}{process(S, event('end', 'e', 'error K'), job('t'), WAY)}</definitions>"),
        (("STATIC_KEY", "t"), beside(element("message", "K", '<extensionElements><zeebe:subscription correlationKey="nomor"/></extensionElements>'), step=event("catch", "t", "message K"))),
        # gateways and defaults
        (("WRONG_DEFAULT", "t"), diagram(S, E, element("parallelGateway", "t", default="t_e"), WAY)),
        (("WRONG_DEFAULT", "t"), diagram(S, E, event("catch", "t", "timer PT1H", default="t_e"), WAY)),
        (("GATEWAY_EVENTS", "g"), diagram(S, E, element("eventBasedGateway", "g"), event("catch", "t", "timer PT1H"), "s > g > t > e")),
        (("GATEWAY_EVENTS", "g"), diagram(S, E, element("eventBasedGateway", "g"), event("catch", "t", "message M"), element("receiveTask", "u", messageRef="N"), "s > g > t > e, g > u > e")),
        # Camunda 8's own elements
        (("SEVERAL_VALUES", "t"), diagram(S, E, extended("businessRuleTask", TASK + DECISION), WAY)),
        (("SEVERAL_VALUES", "t"), diagram(S, E, extended("scriptTask", TASK + '<zeebe:script expression="=1" resultVariable="r"/>'), WAY)),
        (("SEVERAL_VALUES", "t"), diagram(S, E, extended("userTask", '<zeebe:formDefinition formId="a" formKey="b"/>'), WAY)),
        (("LACKING", "t"), diagram(S, E, extended("callActivity", '<zeebe:calledElement processId="q" bindingType="versionTag"/>'), WAY)),
        (("LACKING", "t"), diagram(S, E, extended("serviceTask", '<zeebe:taskDefinition type="x" retries=""/>'), WAY)),
        (("LACKING", "t"), diagram(S, E, extended("serviceTask", f'{TASK}<zeebe:ioMapping><zeebe:input target="a"/></zeebe:ioMapping>'), WAY)),
        (("BAD_VALUE", "t"), diagram(S, E, extended("callActivity", '<zeebe:calledElement processId="q" bindingType="newest"/>'), WAY)),
        (("BAD_VALUE", "t"), diagram(S, E, extended("serviceTask", f'{TASK}<zeebe:executionListeners><zeebe:executionListener eventType="middle" type="x"/></zeebe:executionListeners>'), WAY)),
    ],
)  # fmt: skip
def test_it_is_refused(problem, xml):
    assert problem in refused(xml)


SEVEN = HEAD.replace("zeebe/1.0", "1.0/bpmn").replace("xmlns:zeebe", "xmlns:camunda")


@pytest.mark.parametrize(
    "xml",
    [
        # an order that the schema does not have, attributes and elements of others
        diagram(S, E, '<association id="q" sourceRef="t" targetRef="d"/><dataObject id="d"/>', job("t", "<documentation/>"), WAY),
        diagram(S, E, job("t", "", colour="red"), WAY),
        diagram(S, E, job("t"), '<extensionElements><startEvent id="1"/></extensionElements>', WAY),
        # types are not declared everywhere, and references may lead to another file
        diagram(S, E, job("t"), element("dataObject", "d", itemSubjectRef="xsd:string"), WAY),
        diagram(S, E, job("t"), element("dataObject", "d", itemSubjectRef="Item_1"), WAY),
        beside(element("collaboration", "c", element("participant", "P", processRef="o:q"))).replace("<definitions", '<definitions xmlns:o="urn:o"'),
        # what the flows say again, what message flows may join
        diagram(S, E, job("t", "<incoming>s_t</incoming><outgoing>t_e</outgoing>"), WAY),
        message_flow("t", "Q"),
        message_flow("Q", "t"),
        message_flow("P", "Q"),
        message_flow("Q", "s"),
        message_flow("e", "Q"),
        # a boundary event may end its way
        diagram(S, E, job("t"), event("boundary", "b", "error E", attachedToRef="t"), WAY),
        # Camunda 7 takes an error that nobody declares for its own code
        f"{SEVEN}{process(S, event('end', 'e', 'error nobody'), element('manualTask', 't'), WAY)}</definitions>".replace("zeebe:", "camunda:"),
        beside(element("error", "K"), step=job("t") + event("boundary", "b", "error K", attachedToRef="t")),
        diagram(S, E, extended("userTask", '<zeebe:formDefinition formId="a"/><zeebe:taskSchedule dueDate="P3D" followUpDate="2026-03-01"/><zeebe:priorityDefinition priority="100"/>'), WAY),
        diagram(S, E, task("t"), element("textAnnotation", "n", "<text>a <b/></text>"), WAY),
    ],
)  # fmt: skip
def test_it_is_let_pass(xml):
    assert refused(xml) == set()


def test_a_process_for_readers_is_told_in_hints():
    drawn = element("process", "q", element("fooTask", "x"), isExecutable="false")
    assert refused(f"{HEAD}{drawn}{process(S, E, job('t'), WAY)}</definitions>") == set()


def test_the_table_holds_each_type_with_what_it_inherits():
    found = shapes()
    assert {"id", "name", "default", "implementation"} <= found["userTask"].attributes.keys()
    assert {"incoming", "potentialOwner", "multiInstanceLoopCharacteristics"} <= found["userTask"].children.keys()
    assert found["process"].children["adHocSubProcess"] == "adHocSubProcess"
    assert found["timerEventDefinition"].children["timeDate"] == "expression"
    assert found["dataOutputAssociation"].required_children == {"targetRef"}


def test_a_name_that_a_repetition_throws_can_be_too_long_as_well():
    signal = f'<signal id="L" name="{"n" * 256}"/><signalEventDefinition id="D" signalRef="L"/>'
    loop = '<multiInstanceLoopCharacteristics behavior="None" noneBehaviorEventRef="D"><loopCardinality>2</loopCardinality>'
    assert ("NAME_TOO_LONG", "t") in refused(beside(signal, step=job("t", f"{loop}</multiInstanceLoopCharacteristics>")))


@pytest.mark.parametrize("instantiate", ["true", "false"])
def test_a_gateway_that_waits_for_all_events_is_refused(instantiate):
    """Until now the attribute was read by nobody, and the first event decided."""
    gateway = element("eventBasedGateway", "g", eventGatewayType="Parallel", instantiate=instantiate)
    begins = "" if instantiate == "true" else "s > g, "
    xml = diagram(
        S, E, job("t"), gateway, event("catch", "a", "message M"), event("catch", "b", "message N"), f"{WAY}, {begins}g > a > e, g > b > e"
    )
    assert refused(xml) == {("PARALLEL_EVENTS", "g")}


@pytest.mark.parametrize("levels", [101, 400])
def test_a_file_that_is_nested_too_deeply_is_told_so(levels):
    """Beyond 256 levels the parser gives up by itself, which is no fault of the file's syntax."""
    with pytest.raises(DeploymentRejected, match="XML_TOO_DEEP"):
        read_diagram(diagram("<subProcess>" * levels + "</subProcess>" * levels).encode())
