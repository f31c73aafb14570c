"""The linter: each code with a diagram that has that problem, and none for diagrams that have none."""

import re

import pytest

from engine.bpmn.lint.linter import lint, lint_diagram
from engine.bpmn.reading.diagram import read_diagram
from engine.testing.drawing import HEAD, diagram, element, event, event_sub_process, job, listeners, process, script, sub_process, task
from webui.settings import ROOT

S, E = event("start", "s"), event("end", "e")
WAY = "s > t > e"
ERROR = event("boundary", "b", "error E", attachedToRef="t")
MANY = "<multiInstanceLoopCharacteristics {}>{}</multiInstanceLoopCharacteristics>"
LOOP = "<standardLoopCharacteristics {}/>"
ZEEBE_LOOP = '<extensionElements><zeebe:loopCharacteristics inputCollection="=x" outputCollection="y"/></extensionElements>'
UNDO = event("boundary", "u", "compensate", attachedToRef="t")
NO_WAIT = event("end", "e", "compensate").replace("EventDefinition", 'EventDefinition waitForCompletion="false"', 1)
GATE = element("eventBasedGateway", "g")
NO_UNIT = '<extensionElements><zeebe:assignmentDefinition candidateGroups="kasi"/></extensionElements>'


def foreign(inner="", **attributes):
    """A user task of Camunda 7's dialect."""
    named = "".join(f' c:{name}="{value}"' for name, value in attributes.items())
    return f'<userTask xmlns:c="http://camunda.org/schema/1.0/bpmn" id="t"{named}><extensionElements>{inner}</extensionElements></userTask>'


def extension(name, **attributes):
    named = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<extensionElements><zeebe:{name}{named}/></extensionElements>"


def ad_hoc(*parts):
    return sub_process("t", *parts, tag="adHocSubProcess")


def gateway(kind, name="g", inner="", **attributes):
    return element(f"{kind}Gateway", name, inner, **attributes)


def transaction(*parts):
    return sub_process("t", event("start", "ss"), *parts, tag="transaction")


def drawn(x, spec="http://www.omg.org/spec/"):
    place = f'<b:Bounds xmlns:b="{spec}DD/20100524/DC" x="{x}" y="0" width="1" height="1"/>'
    return f'<d:BPMNShape xmlns:d="{spec}BPMN/20100524/DI" bpmnElement="t">{place}</d:BPMNShape>'


#: code -> (the element that is named, the diagram's parts)
WRONG = {
    "AD_HOC_EMPTY": ("t", (S, E, ad_hoc(), WAY)),
    "AD_HOC_EVENTS": ("is", (S, E, ad_hoc(event("start", "is"), task("i"), "is > i"), WAY)),
    "BAD_COORDINATE": ("t", (S, E, task("t"), drawn("abc"), WAY)),
    "BAD_DUE_DATE": ("t", (S, E, task("t", extension("taskSchedule", dueDate="besok")), WAY)),
    "BAD_ID": ("p", (S, E, task("t"), element("dataObject", "1"), WAY)),
    "BAD_MAXIMUM": ("t", (S, E, task("t", LOOP.format('loopMaximum="0"')), WAY)),
    "BAD_NAME": ("t", (S, E, script("t", "1", "a-b"), WAY)),
    "BAD_PRIORITY": ("t", (S, E, task("t", extension("priorityDefinition", priority="101")), WAY)),
    "BAD_QUANTITY": ("t", (S, E, task("t", startQuantity="0"), WAY)),
    "BAD_RETRIES": ("t", (S, E, job("t").replace('type="x"', 'type="x" retries="many"'), WAY)),
    "BAD_TIMER": ("t", (S, E, event("catch", "t", "timer tomorrow"), WAY)),
    "BAD_VALUE": ("g", (S, E, gateway("exclusive", gatewayDirection="Sideways"), task("t"), "s > g > t > e")),
    "CANDIDATES_LOST": ("t", (S, E, task("t", "<potentialOwner><resourceRef>x</resourceRef></potentialOwner>"), WAY)),
    "CANCEL_OUTSIDE": ("e", (S, event("end", "e", "cancel"), task("t"), WAY)),
    "CODE_COMPUTED": ("b", (S, E, job("t"), ERROR.replace('errorRef="E"', 'errorRef="=kode"'), f"{WAY}, b > e")),
    "COMPENSATION_HANDLER": ("u", (S, E, task("t"), UNDO, WAY)),
    "COMPENSATION_TARGET": ("e", (S, event("end", "e", "compensate nobody"), task("t"), WAY)),
    "CONDITION_IGNORED": ("g_t", (S, E, gateway("parallel"), task("t"), "s > g, g > t: true, t > e")),
    "CYCLE_ONCE": ("t", (S, E, event("catch", "t", "cycle R3/PT1H"), WAY)),
    "DEADLOCK": ("j", (S, E, gateway("exclusive", default="g_t"), gateway("parallel", "j"), task("t"), "s > g > t > j > e, g > j: x")),
    "DEAD_END": ("s", (S,)),
    "DEFAULT_CONDITION": ("t", (S, E, task("t", default="t_e"), "s > t, t > e: x")),
    "DIALECT_LOST": ("t", (S, E, foreign("<c:failedJobRetryTimeCycle>R3/PT1M</c:failedJobRetryTimeCycle>"), WAY)),
    "ENDLESS_LOOP": (
        "g",
        (S, E, gateway("exclusive"), element("task", "t"), gateway("exclusive", "h", default="h_e"), "s > g > t > h > e, h > g: x"),
    ),
    "ERROR_INTERRUPTS": ("b", (S, E, job("t"), ERROR.replace("attached", 'cancelActivity="false" attached'), f"{WAY}, b > e")),
    "ERROR_VARIABLE_LOST": ("t", (S, E, foreign(errorCodeVariable="code"), WAY)),
    "EVENT_SUB_PROCESS_START": ("is", (S, E, task("t"), event_sub_process("v", event("start", "is"), task("i"), "is > i"), WAY)),
    "FEEL_REFUSED": ("t", (S, E, script("t", "string(uuid())", "n"), WAY)),
    "FEEL_SYNTAX": ("t", (S, E, script("t", "1 +", "n"), WAY)),
    "FLOW_CONTRADICTED": ("t", (S, E, task("t", "<incoming>t_e</incoming>"), WAY)),
    "FLOW_CROSSES": ("s", (S, E, sub_process("t", event("start", "is"), task("i"), "is > i"), f"s > i, {WAY}")),
    "FLOW_IGNORED": (
        "v",
        (S, E, task("t"), event_sub_process("v", event("start", "is", "signal S"), task("i"), "is > i"), f"{WAY}, t > v"),
    ),
    "FLOW_INTO_START": ("s", (S, E, task("t"), "s > t > e, t > s")),
    "FLOW_OUT_OF_END": ("e", (S, E, task("t"), task("r"), "s > t > e > r")),
    "FOREIGN_EXPRESSION": ("g", (S, E, gateway("exclusive", default="g_t"), task("t"), "s > g > t > e, g > e: FOREIGN")),
    "GATEWAY_DIRECTION": ("g", (S, E, gateway("exclusive", gatewayDirection="Diverging"), task("t"), "s > g > t > e")),
    "FORM_LOST": ("t", (S, E, foreign('<c:formData><c:formField id="x" type="string"/></c:formData>'), WAY)),
    "GATEWAY_EVENTS": ("g", (S, E, GATE, event("catch", "k", "signal S"), task("t"), "s > g > k > e, g > t > e")),
    "GROUP_UNIT": ("t", (S, E, task("t", NO_UNIT), WAY)),
    "HALF_OUTPUT": ("t", (S, E, task("t", MANY.format("", ZEEBE_LOOP)), WAY)),
    "LACKING": ("t", (S, E, task("t", extension("formDefinition", formId="")), WAY)),
    "LINK_NAME": ("k", (S, event("throw", "k", "link"), task("t"), "s > t > k")),
    "LINK_TARGET": ("k", (S, event("throw", "k", "link L"), task("t"), "s > t > k")),
    "LISTENER_TWICE": ("t", (S, E, task("t", listeners("start x", "start x")), WAY)),
    "LISTENER_LOST": ("t", (S, E, foreign('<c:taskListener event="create" class="x.Y"/>'), WAY)),
    "LOOP_BEHAVIOR": ("t", (S, E, task("t", MANY.format('behavior="One"', "<loopCardinality>2</loopCardinality>")), WAY)),
    "LOOP_ENDLESS": ("t", (S, E, task("t", LOOP.format("")), WAY)),
    "LOOP_IGNORED": ("g", (S, E, gateway("exclusive", inner=LOOP.format('loopMaximum="2"')), task("t"), "s > g > t > e")),
    "LOOSE_BOUNDARY": ("b", (S, E, task("t"), event("boundary", "b", "signal S", attachedToRef="nobody"), f"{WAY}, b > e")),
    "LOOSE_FLOW": ("t_nobody", (S, E, task("t"), f"{WAY}, t > nobody")),
    "LOOSE_HANDLER": ("u", (S, E, task("t"), task("u", isForCompensation="true"), WAY)),
    "MAPPING_LOST": (
        "t",
        (S, E, foreign('<c:inputOutput><c:inputParameter name="x"><c:script>1</c:script></c:inputParameter></c:inputOutput>'), WAY),
    ),
    "MISPLACED_ATTRIBUTE": ("g", (S, E, gateway("exclusive", completionQuantity="2"), task("t"), "s > g > t > e")),
    "NEVER_CATCHES": ("b", (S, E, task("t"), ERROR, f"{WAY}, b > e")),
    "NOBODY_ASSIGNED": ("t", (S, E, task("t"), WAY)),
    "NO_ACTIVATION": ("g", (S, E, gateway("complex"), gateway("parallel", "f"), task("t"), "s > f > t > g > e, f > g")),
    "NO_CANCEL_BOUNDARY": ("se", (S, E, transaction(event("end", "se", "cancel"), "ss > se"), WAY)),
    "NO_CODE": ("e", (S, event("end", "e", "error"), task("t"), WAY)),
    "NO_COLLECTION": ("t", (S, E, task("t", MANY.format("", "")), WAY)),
    "NO_CONDITION": ("g", (S, E, gateway("exclusive"), task("t"), "s > g > t > e, g > e: x")),
    "NO_DECISION": ("t", (S, E, element("businessRuleTask", "t"), WAY)),
    "NAME_TOO_LONG": ("t", (S, E, job("t").replace('type="x"', f'type="{"x" * 256}"'), WAY)),
    "NO_EVENT_CONDITION": ("t", (S, E, event("catch", "t", "conditional"), WAY)),
    "NO_JOB_TYPE": ("t", (S, E, element("serviceTask", "t"), WAY)),
    "NO_KEY": ("t", (S, E, event("catch", "t", "message N"), WAY)),
    "NO_MESSAGE": ("t", (S, E, event("catch", "t", "message nobody"), WAY)),
    "NO_NON_INTERRUPTING": ("u", (S, E, task("t"), UNDO.replace("attached", 'cancelActivity="false" attached'), WAY)),
    "NO_PROCESS_ID": ("t", (S, E, element("callActivity", "t"), WAY)),
    "NO_SCRIPT": ("t", (S, E, element("scriptTask", "t", "<script>import os</script>", scriptFormat="python"), WAY)),
    "NO_SIGNAL": ("t", (S, E, event("catch", "t", "signal nobody"), WAY)),
    "NO_START": ("p", (E, task("t"), "t > e")),
    "NO_TIMER": ("t", (S, E, event("catch", "t", "timer"), WAY)),
    "NO_WAIT": ("e", (S, NO_WAIT, task("t"), WAY)),
    "REPEATED_WRITERS": (
        "t",
        (
            S,
            E,
            element(
                "scriptTask",
                "t",
                '<extensionElements><zeebe:script expression="=item * 2" resultVariable="n"/></extensionElements>'
                '<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=[1, 2]" inputElement="item"/>'
                "</extensionElements></multiInstanceLoopCharacteristics>",
            ),
            "s > t > e",
        ),
    ),
    "OVERRULED_LOST": ("t", (S, E, foreign('<zeebe:assignmentDefinition assignee="camat"/>', assignee="bupati"), WAY)),
    "PARALLEL_EVENTS": ("g", (S, E, element("eventBasedGateway", "g", eventGatewayType="Parallel"), task("t"), "s > g > t > e")),
    "PARALLEL_WRITERS": ("u", (S, E, gateway("parallel"), script("t", "1", "n"), script("u", "2", "n"), "s > g > t > e, g > u > e")),
    "SEVERAL_VALUES": ("t", (S, E, task("t", LOOP.format('loopMaximum="2"') * 2), WAY)),
    "SERVICE_LOST": ("t", (S, E, foreign(delegateExpression="x"), WAY)),
    "SEVERAL_STARTS": ("p", (S, E, event("start", "s2"), task("t"), f"{WAY}, s2 > t")),
    "SAME_TRIGGER": ("c", (S, E, job("t"), ERROR, ERROR.replace('"b"', '"c"'), f"{WAY}, b > e, c > e")),
    "SKIP_LOST": ("t", (S, E, foreign(skipExpression="x"), WAY)),
    "SUB_PROCESS_START": ("is", (S, E, sub_process("t", event("start", "is", "signal S"), task("i"), "is > i"), WAY)),
    "UNKNOWN_EVENT": ("e", (S, element("endEvent", "e", "<eventDefinitionRef>nowhere</eventDefinitionRef>"), task("t"), WAY)),
    "UNKNOWN_COUNT": ("g", (S, E, gateway("exclusive", default="g_t"), task("t"), "s > g > t > e, g > e: nrOfInstances = 1")),
    "UNKNOWN_ELEMENT": ("t", (S, E, task("t", "<timeDate>2026-03-01</timeDate>"), WAY)),
    "UNKNOWN_REFERENCE": ("t", (S, E, event("throw", "t", "escalation nobody"), WAY)),
    "UNREACHABLE": ("u", (S, E, task("t"), task("u"), f"{WAY}, u > e")),
    "UNSUPPORTED_EVENT": ("s", (event("start", "s", "conditional =x"), E, task("t"), WAY)),
    "WRONG_DEFAULT": ("t", (S, E, task("t", default="s_t"), WAY)),
}


#: problems that need more than one process, or have a test of their own (test_lint_of_files.py,
#: test_lint_by_the_schema.py, test_lint_of_what_does_nothing.py, test_foreign_engines.py)
ELSEWHERE = set(
    "NO_ID NO_PROCESS NOT_EXECUTABLE GLOBAL_TASK MESSAGE_FLOW_INSIDE MESSAGE_FLOW_END MESSAGE_FLOW_IDLE STATIC_KEY MESSAGE_UNHEARD DUPLICATE_ID "
    "FLOW_ALWAYS_TRUE COMPENSATES_NOTHING DOUBLE_SIGNAL DOUBLE_TARGET START_VARIABLES TIMER_ODD ONLY_EXIT BPMN_LOST FOREIGN_NOTES".split()
)


def found(xml, leave_out=("NOBODY_ASSIGNED",)):
    """Tasks of these diagrams name nobody: that is left out, where it is not what is meant."""
    problems = [problem for item in read_diagram(xml.encode(), resource="x.bpmn").processes for problem in lint(item, resource="x.bpmn")]
    return [problem for problem in problems if problem.code not in leave_out]


@pytest.mark.parametrize("code", WRONG)
def test_each_problem_is_told_with_its_element_and_a_remedy(code):
    where, parts = WRONG[code]
    xml = diagram(*parts).replace("=FOREIGN", "${bean.call()}")
    problems = [problem for problem in found(xml, ()) if problem.code == code]
    assert [problem.element for problem in problems] == [where]
    assert problems[0].message.endswith(".")
    assert problems[0].remedy.endswith(".")
    assert problems[0].line or where == "p"


def test_every_code_of_the_linter_is_shown_above():
    text = "".join(path.read_text() for path in (ROOT / "engine/bpmn/lint").glob("*.py"))
    codes = set(re.findall(r'"([A-Z][A-Z_]{3,})"', text))
    assert {code for code in codes if not code.startswith("HINT_")} - ELSEWHERE == set(WRONG)


def test_a_process_without_an_id():
    (problem, *_) = [item for item in found(diagram(S, E, task("t"), WAY).replace('<process id="p"', "<process")) if item.code == "NO_ID"]
    assert problem.severity == "error"


SOUND = {
    "loops that wait": (S, E, gateway("exclusive"), task("t"), gateway("exclusive", "h", default="h_e"), "s > g > t > h > e, h > g: x"),
    "loops that wait for a listener": (
        S,
        E,
        gateway("exclusive"),
        element("task", "t", listeners("end x")),
        gateway("exclusive", "h", default="h_e"),
        "s > g > t > h > e, h > g: x",
    ),
    "loops that count": (
        S,
        E,
        gateway("exclusive"),
        script("t", "n + 1", "n"),
        gateway("exclusive", "h", default="h_e"),
        "s > g > t > h > e, h > g: n = 1",
    ),
    "parallel branches": (S, E, gateway("parallel"), task("t"), task("u"), gateway("parallel", "j"), "s > g > t > j > e, g > u > j"),
    "inclusive branches": (
        (
            S,
            E,
            gateway("inclusive", default="g_u"),
            task("t"),
            task("u"),
            gateway("inclusive", "j"),
            "s > g, g > t: x, g > u, t > j, u > j, j > e",
        )
    ),
    "a timer beside a task": (S, E, task("t"), event("boundary", "b", "timer PT1H", attachedToRef="t"), f"{WAY}, b > e"),
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_diagrams_have_no_problem(name):
    assert found(diagram(*SOUND[name])) == []


def test_a_join_that_only_some_ways_starve_is_a_warning():
    parts = (S, E, gateway("parallel"), task("t"), gateway("exclusive", "x", default="x_j"), gateway("parallel", "j"), event("end", "f"))
    (problem,) = found(diagram(*parts, "s > g > t > j > e, g > x > j, x > f: no"))
    assert (problem.code, problem.severity) == ("DEADLOCK", "warning")


def test_a_default_flow_beside_a_flow_without_a_condition_can_run_at_the_same_time():
    parts = (S, E, element("manualTask", "t", default="t_a"), script("a", "1", "n"), script("b", "2", "n"), script("c", "3", "n"))
    written = [(item.element, item.values["other"]) for item in found(diagram(*parts, "s > t > a > e, t > b > e, t > c: x, c > e"))]
    assert written == [("b", "a"), ("c", "b")]  # never a beside c: one of them is taken where the other is not


def test_a_great_diagram_is_judged_in_time():
    """Markings grow as a power of the branches: beyond the bound nothing is claimed about them, but all else is."""
    branches = [f"b{number}" for number in range(40)]
    parts = [S, E, gateway("parallel"), *(task(name) for name in branches), *(script(f"{name}x", "1", name) for name in branches)]
    problems = found(diagram(*parts, "s > g, " + ", ".join(f"g > {name} > {name}x > e" for name in branches)))
    assert {problem.code for problem in problems} == set()


@pytest.mark.parametrize("shape", ["chain", "branches", "gateways"])
def test_a_diagram_as_large_as_a_file_may_be_is_judged(shape):
    """Work that grew with the square or the cube of it would take minutes."""
    names = [f"b{number}" for number in range(800)]
    tasks = [script(name, "1", name) for name in names]
    if shape == "chain":
        parts, flows = tasks, "s > " + " > ".join(names) + " > e"
    elif shape == "branches":
        parts, flows = [gateway("parallel"), *tasks], "s > g, " + ", ".join(f"g > {name} > e" for name in names)
    else:
        parts = [gateway("inclusive", name) for name in names]
        flows = "s > b0, " + ", ".join(f"b{a} > b{a + step}: x" for a in range(260) for step in (1, 2, 3)) + ", b260 > e"
    assert "FEEL_SYNTAX" not in {problem.code for problem in found(diagram(S, E, *parts, flows))}


@pytest.mark.parametrize("text", ["cycle 61 * * * * *", "cycle R/PT0.5S", "cycle 0 0 0 31 2 *", "cycle R0/PT1H", "timer =missing"])
def test_a_start_timer_that_can_never_fire_is_refused_when_it_is_deployed(text):
    problems = found(diagram(event("start", "s", text), E, task("t"), WAY))
    assert [problem.code for problem in problems] == ["BAD_TIMER"]


def test_hints_never_refuse():
    root = read_diagram(diagram(S, E, task("t"), WAY).encode())
    hints = [problem for problem in lint_diagram(root) if problem.severity == "hint"]
    assert {problem.code for problem in hints} == {"HINT_NO_SHAPE", "HINT_UNUSED"}


def test_two_pools_are_two_processes():
    xml = f"{HEAD}{process(S, E, task('t'), WAY)}{process(S, E, identifier='q')}</definitions>"
    assert {problem.code for problem in found(xml)} == {"DEAD_END", "UNREACHABLE"}
