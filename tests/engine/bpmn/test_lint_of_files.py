"""What the linter says of a file as a whole, and of what it says without anything coming of it."""

import pytest

from engine.bpmn.lint.linter import lint_diagram
from engine.bpmn.reading.diagram import read_diagram
from engine.model.errors import DeploymentRejected
from engine.testing.drawing import HEAD, diagram, element, event, event_sub_process, flows, process, sub_process, task
from engine.testing.play import Play

S, E = event("start", "s"), event("end", "e")
WAY = "s > t > e"
CALL = element("callActivity", "t", calledElement="q")
DEAD_END = element("process", "q", event("start", "qs"), isExecutable="false")


def told(xml, leave_out=("NOBODY_ASSIGNED",)):
    """Codes with elements, errors and warnings only."""
    problems = lint_diagram(read_diagram(xml.encode(), resource="x.bpmn"), resource="x.bpmn")
    return [(problem.code, problem.element) for problem in problems if problem.severity != "hint" and problem.code not in leave_out]


def file(*parts):
    return f"{HEAD}{''.join(parts)}</definitions>"


# --- processes that are not to be executed (BPMN 2.0.2, table 10.1)


def test_a_pool_that_is_drawn_for_readers_refuses_nothing():
    assert told(file(process(S, E, task("t"), WAY), DEAD_END)) == []
    hints = [
        problem for problem in lint_diagram(read_diagram(file(process(S, E, task("t"), WAY), DEAD_END).encode())) if problem.element == "qs"
    ]
    assert {problem.code for problem in hints} >= {"DEAD_END"}
    assert {problem.severity for problem in hints} == {"hint"}


def test_a_file_of_which_nothing_would_be_deployed_is_refused():
    assert told(file(DEAD_END)) == [("NOT_EXECUTABLE", "q")]


@pytest.mark.parametrize(
    ("attributes", "executable"),
    [
        ({}, True),
        ({"processType": "Private"}, True),
        ({"processType": "Public"}, False),
        ({"isExecutable": "false"}, False),
        ({"isExecutable": "0"}, False),
        ({"isExecutable": "true", "processType": "None"}, True),
    ],
)
def test_whether_a_process_is_executed(attributes, executable):
    (found,) = read_diagram(file(element("process", "p", S, **attributes)).encode()).processes
    assert found.executable is executable


# --- calls


def test_a_call_to_what_is_no_process_to_be_executed():
    assert told(file(element("globalUserTask", "q"), process(S, E, CALL, WAY))) == [("GLOBAL_TASK", "t")]
    assert told(file(element("globalScriptTask", "q"), process(S, E, sub_process("u", event("start", "us"), CALL, "us > t"), "s > u > e")))[
        0
    ] == ("GLOBAL_TASK", "t")
    assert told(file(process(S, E, CALL, WAY), DEAD_END)) == [("NOT_EXECUTABLE", "t")]
    assert told(file(process(S, E, CALL, WAY), process(S, E, "s > e", identifier="q").replace('"s"', '"qs"').replace('"e"', '"qe"'))) == []


# --- several where one is allowed

DATE, HOURS = "<timeDate>2030-01-01</timeDate>", "<timeDuration>PT1H</timeDuration>"
MANY = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
ONCE = '<standardLoopCharacteristics loopMaximum="2"/>'
TYPE = '<zeebe:taskDefinition type="x"/>'


@pytest.mark.parametrize(
    "step",
    [
        element("intermediateCatchEvent", "t", f"<timerEventDefinition>{DATE}{HOURS}</timerEventDefinition>"),
        element("intermediateCatchEvent", "t", f"<timerEventDefinition>{HOURS}{HOURS}</timerEventDefinition>"),
        element("intermediateCatchEvent", "t", "<conditionalEventDefinition><condition>=a</condition><condition>=b</condition></conditionalEventDefinition>"),
        task("t", ONCE + MANY),
        task("t", MANY + MANY),
        task("t", MANY.replace("</loopCardinality>", "</loopCardinality><loopCardinality>3</loopCardinality>")),
        element("serviceTask", "t", f"<extensionElements>{TYPE}{TYPE}</extensionElements>"),
    ],
)  # fmt: skip
def test_several_of_what_only_the_first_would_count(step):
    assert told(diagram(S, E, step, WAY)) == [("SEVERAL_VALUES", "t")]


def test_several_conditions_of_one_flow():
    xml = diagram(S, E, element("exclusiveGateway", "g", default="g_e"), task("t"), "s > g > e, g > t: x, t > e")
    twice = xml.replace("</conditionExpression>", "</conditionExpression><conditionExpression>=y</conditionExpression>")
    assert told(twice) == [("SEVERAL_VALUES", "g_t")]


def test_several_inputs_and_triggers_are_no_fault():
    mappings = (
        "<extensionElements><zeebe:ioMapping>"
        + "".join(f'<zeebe:input source="=1" target="{name}"/>' for name in "ab")
        + "</zeebe:ioMapping></extensionElements>"
    )
    assert (
        told(diagram(S, E, task("t", mappings), event("boundary", "b", "timer PT1H; signal S", attachedToRef="t"), f"{WAY}, b > e")) == []
    )


# --- events


def test_a_reference_to_an_event_definition_that_is_there():
    known = '<timerEventDefinition id="one_hour"><timeDuration>PT1H</timeDuration></timerEventDefinition>'
    catch = element("intermediateCatchEvent", "t", "<eventDefinitionRef>one_hour</eventDefinitionRef>")
    assert told(file(known, process(S, E, catch, WAY))) == []


@pytest.mark.parametrize("kind", ["boundary", "event sub-process"])
def test_compensation_has_no_form_that_does_not_interrupt(kind):
    if kind == "boundary":
        undo = event("boundary", "u", "compensate", attachedToRef="t", cancelActivity="false")
        link = '<association id="l" sourceRef="u" targetRef="h"/>'
        parts = (task("t"), undo, task("h", isForCompensation="true") + link)
    else:
        handler = event_sub_process("v", event("start", "u", "compensate", isInterrupting="false"), task("h"), "u > h")
        parts = (sub_process("t", event("start", "ts"), task("w"), handler, "ts > w"),)
    assert told(diagram(S, E, *parts, WAY)) == [("NO_NON_INTERRUPTING", "u")]


def test_a_cancel_event_has_no_form_that_does_not_interrupt():
    inner = sub_process("t", event("start", "ts"), event("end", "te", "cancel"), "ts > te", tag="transaction")
    boundary = event("boundary", "b", "cancel", attachedToRef="t", cancelActivity="false")
    assert told(diagram(S, E, inner, boundary, f"{WAY}, b > e")) == [("NO_NON_INTERRUPTING", "b")]


@pytest.mark.parametrize(
    ("parts", "where"),
    [
        ((event("catch", "t", "cycle R3/PT1H"), WAY), ["t"]),
        ((event("catch", "t", "cycle =x"), WAY), ["t"]),
        ((task("t"), event("boundary", "b", "cycle @daily", attachedToRef="t"), f"{WAY}, b > e"), ["b"]),
        ((task("t"), event("boundary", "b", "cycle @daily", attachedToRef="t", cancelActivity="false"), f"{WAY}, b > e"), []),
        ((task("t"), event_sub_process("v", event("start", "vs", "cycle @daily"), event("end", "ve"), "vs > ve"), WAY), ["vs"]),
        ((task("t"), event("start", "ts", "cycle @daily"), f"{WAY}, ts > t"), []),
    ],
)
def test_a_cycle_that_fires_once_is_told(parts, where):
    assert told(diagram(S, E, *parts)) == [("CYCLE_ONCE", name) for name in where]


@pytest.mark.parametrize("marked", ["true", "false"])
def test_a_compensation_event_sub_process_may_be_marked_as_compensation(marked):
    undo = sub_process("v", event("start", "vs", "compensate"), task("h"), event("end", "ve"), "vs > h > ve", triggeredByEvent="true", isForCompensation=marked)  # fmt: skip
    inner = sub_process("t", event("start", "ts"), task("w"), event("end", "te"), undo, "ts > w > te")
    xml = diagram(S, E, inner, event("throw", "th", "compensate"), "s > t > th > e")
    assert told(xml) == []
    play = Play(xml).complete("w")
    assert play.tasks == ["h"]
    assert play.complete("h").ended == "COMPLETED"


def test_an_event_sub_process_of_another_trigger_is_no_compensation():
    other = sub_process(
        "v", event("start", "vs", "signal S"), event("end", "ve"), "vs > ve", triggeredByEvent="true", isForCompensation="true"
    )
    assert told(diagram(S, E, task("t"), other, WAY)) == [("LOOSE_HANDLER", "v")]


# --- gateways and message flows


@pytest.mark.parametrize(
    ("direction", "way", "fits"),
    [
        ("Diverging", "s > g > t > e, g > e", True),
        ("Diverging", "s > g > t > e", False),
        ("Converging", "s > g > t > e, g > e", False),
        ("Converging", "s > t > g > e, s > g", True),
        ("Mixed", "s > t > g > e, s > g", False),
        ("Mixed", "s > t > g > e, s > g, g > f", True),
        ("Unspecified", "s > g > t > e, g > e", True),
    ],
)
def test_the_direction_of_a_gateway_is_compared_with_its_flows(direction, way, fits):
    xml = diagram(S, E, event("end", "f"), element("parallelGateway", "g", gatewayDirection=direction), task("t"), way)
    assert (("GATEWAY_DIRECTION", "g") in told(xml)) is not fits


def message_flow(source, target):
    pools = element("participant", "P", processRef="p") + element("participant", "Q", processRef="q")
    other = process(event("start", "qs", "message N"), event("end", "qe"), "qs > qe", identifier="q")
    own = process(S, E, event("throw", "t", "message N"), WAY)
    return file(element("collaboration", "c", pools + element("messageFlow", "m", sourceRef=source, targetRef=target)), own, other)


@pytest.mark.parametrize(
    ("source", "target", "inside"), [("t", "qs", False), ("P", "Q", False), ("t", "Q", False), ("t", "e", True), ("t", "P", True)]
)
def test_a_message_flow_leads_to_another_pool(source, target, inside):
    assert told(message_flow(source, target)) == ([("MESSAGE_FLOW_INSIDE", "m")] if inside else [])


# --- whom a task names


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("", False),
        ('<zeebe:assignmentDefinition candidateGroups=""/>', False),
        ('<zeebe:assignmentDefinition candidateGroups=" , "/>', False),
        ('<zeebe:properties><zeebe:property name="status" value="DICEK"/></zeebe:properties>', False),
        ('<zeebe:assignmentDefinition candidateGroups="kasi@diskominfo"/>', True),
        ('<zeebe:assignmentDefinition assignee="=initiator.position"/>', True),
        ('<zeebe:properties><zeebe:property name="same_as" value="u"/></zeebe:properties>', True),
        ('<zeebe:properties><zeebe:property name="for_applicant" value="ya"/></zeebe:properties>', True),
    ],
)
def test_a_task_that_names_nobody_is_told(inside, named):
    xml = diagram(S, E, task("t", f"<extensionElements>{inside}</extensionElements>"), WAY)
    assert told(xml, ()) == ([] if named else [("NOBODY_ASSIGNED", "t")])


def test_a_potential_owner_is_nobody_for_us():
    owner = "<potentialOwner><resourceAssignmentExpression><formalExpression>kasi</formalExpression></resourceAssignmentExpression></potentialOwner>"
    assert told(diagram(S, E, task("t", owner), WAY), ()) == [("CANDIDATES_LOST", "t"), ("NOBODY_ASSIGNED", "t")]


def test_every_problem_of_an_oddity_has_its_line():
    xml = diagram(S, E, task("t", MANY + "\n" + MANY), flows(WAY))
    (problem,) = [item for item in lint_diagram(read_diagram(xml.encode())) if item.code == "SEVERAL_VALUES"]
    assert problem.line == 2


# --- how large a file may be


def test_shapes_and_data_of_other_products_are_no_steps():
    """500 steps with their flows are some 10,000 XML elements as modelers draw them, and more with what vendors keep there."""
    names = [f"b{number}" for number in range(500)]
    noise = "<documentation>f</documentation><extensionElements>" + "<x/>" * 19 + "</extensionElements>"
    xml = diagram(S, E, *(element("manualTask", name, noise) for name in names), "s > " + " > ".join(names) + " > e")
    assert xml.count("<x") > 9_000
    assert told(xml) == []


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        ("<process id='p'>" + "<task/>" * 2_501 + "<sequenceFlow/>" * 2_501 + "</process>", "TOO_MANY_STEPS", "5002 steps and flows, more than the 5000"),
        ("<x/>" * 100_001, "XML_TOO_MANY", "100012 XML elements, more than the 100000"),
    ],
)  # fmt: skip
def test_a_file_that_is_too_large_says_by_how_much(content, code, sentence):
    with pytest.raises(DeploymentRejected) as refused:
        read_diagram(file(content).encode())
    (problem,) = refused.value.problems
    assert problem.code == code
    assert sentence in problem.message


def test_the_properties_of_a_task_are_expressions_that_can_be_read():
    """They are evaluated as the task begins: one that cannot be read would stop every case there."""
    inner = (
        '<extensionElements><zeebe:properties><zeebe:property name="for_applicant" value="=a +"/></zeebe:properties></extensionElements>'
    )
    problems = lint_diagram(read_diagram(file(process(S, E, task("t", inner), WAY)).encode()))
    assert [problem.element for problem in problems if problem.code == "FEEL_SYNTAX"] == ["t"]
