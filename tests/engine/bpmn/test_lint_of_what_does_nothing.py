"""What a diagram asks for and nothing would come of, or not what is meant: told before any case runs."""

import pytest

from engine.bpmn.lint.linter import lint_diagram
from engine.bpmn.reading.diagram import read_diagram
from engine.testing.drawing import HEAD, diagram, element, event, event_sub_process, job, process, sub_process
from webui.rendering.problem_text import sentence

S, E, WAY = event("start", "s"), event("end", "e"), "s > a > e"
UNDO = event("boundary", "u", "compensate", attachedToRef="a")
LINK = '<association id="l" sourceRef="u" targetRef="h"/>'


def extension(inner):
    return f"<extensionElements>{inner}</extensionElements>"


def service(inner):
    return element("serviceTask", "a", extension(f'<zeebe:taskDefinition type="x"/>{inner}'))


def mapped(*targets, kind="input", source="=1"):
    items = "".join(f'<zeebe:{kind} source="{source}" target="{target}"/>' for target in targets)
    return f"<zeebe:ioMapping>{items}</zeebe:ioMapping>"


def timed(kind, text):
    return element("intermediateCatchEvent", "a", f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>")


def repeated(number):
    return job("a", f"<multiInstanceLoopCharacteristics><loopCardinality>{number}</loopCardinality></multiInstanceLoopCharacteristics>")


def undoing(name, at="a"):
    """A compensation boundary event with its handler."""
    attached = event("boundary", f"u{name}", "compensate", attachedToRef=at)
    return attached + job(f"h{name}", isForCompensation="true") + f'<association id="l{name}" sourceRef="u{name}" targetRef="h{name}"/>'


def starting(*parts, **named):
    message = f'<message id="V" name="{named.get("message", "m")}"/><signal id="W" name="{named.get("signal", "w")}"/>'
    return HEAD + message + process(*parts) + "</definitions>"


def pools(source, target, *parts):
    """The process in a pool, and a message flow between it and another pool `Q`."""
    drawn = '<collaboration id="C"><participant id="P" processRef="p"/><participant id="Q" name="Q"/>'
    return f'{HEAD}{drawn}<messageFlow id="m" sourceRef="{source}" targetRef="{target}"/></collaboration>{process(*parts)}</definitions>'


def gateway(*definitions):
    events = [event("catch", f"c{number}", text) for number, text in enumerate(definitions)]
    ways = ", ".join(f"g > c{number} > e" for number in range(len(definitions)))
    return diagram(element("eventBasedGateway", "g", instantiate="true"), *events, E, ways)


THROW = event("throw", "t", "compensate")
THROW_ONE = event("throw", "t", "compensate a")
LONE = event_sub_process("v", event("start", "vs", "compensate"), event("end", "ve"), "vs > ve")
NAMING = event_sub_process("v", event("start", "vs", "compensate a"), event("end", "ve"), "vs > ve")
SECOND = event_sub_process("w", event("start", "ws", "compensate"), event("end", "we"), "ws > we")
ERRORS = [
    ("SAME_TRIGGER", "uz", diagram(S, E, job("a"), undoing("y"), undoing("z"), WAY)),
    ("SAME_TRIGGER", "ws", diagram(S, E, sub_process("a", event("start", "i"), event("end", "ie"), "i > ie", LONE, SECOND), WAY)),
    ("LOOSE_HANDLER", "v", diagram(S, E, job("a"), LONE, WAY)),
    ("SAME_TRIGGER", "vs", diagram(S, E, sub_process("a", event("start", "i"), event("end", "ie"), "i > ie", LONE), undoing("y"), WAY)),
    ("COMPENSATION_TARGET", "vs", diagram(S, E, sub_process("a", event("start", "i"), event("end", "ie"), "i > ie", NAMING), WAY)),
    ("SAME_TRIGGER", "z", diagram(event("start", "s", "signal S"), event("start", "z", "signal S"), E, job("a"), f"{WAY}, z > a")),
    (
        "COMPENSATION_HANDLER",
        "u",
        diagram(
            S,
            E,
            job("a"),
            sub_process("b", event("start", "i"), event("end", "ie"), job("h", isForCompensation="true"), "i > ie"),
            UNDO,
            LINK,
            "s > a > b > e",
        ),
    ),
    ("NEVER_CATCHES", "b", diagram(S, E, job("a"), event("boundary", "b", "escalation X", attachedToRef="a"), f"{WAY}, b > e")),
    ("START_VARIABLES", "s", starting(event("start", "s", "message V"), E, job("a"), WAY, message="=nomor")),
    ("START_VARIABLES", "s", starting(event("start", "s", "signal W"), E, job("a"), WAY, signal="=&quot;x&quot; + nomor")),
    (
        "START_VARIABLES",
        "a",
        starting(element("receiveTask", "a", messageRef="V", instantiate="true"), E, "a > e", message="=nomor"),
    ),
    ("GATEWAY_EVENTS", "g", gateway("conditional =x", "message N")),
    ("UNSUPPORTED_EVENT", "s", diagram(event("start", "s", "message N; signal S", parallelMultiple="true"), E, job("a"), WAY)),
    ("BAD_MAXIMUM", "a", diagram(S, E, repeated("1.5"), WAY)),
    ("BAD_MAXIMUM", "a", diagram(S, E, repeated("=-2"), WAY)),
    ("SEVERAL_VALUES", "a", diagram(S, E, service(mapped("x") + mapped("y")), WAY)),
    (
        "BAD_VALUE",
        "a",
        diagram(S, E, element("callActivity", "a", extension('<zeebe:calledElement processId="q" propagateAllChildVariables="ya"/>')), WAY),
    ),
]
WARNINGS = [
    ("COMPENSATES_NOTHING", "t", diagram(S, E, job("a"), THROW, "s > a > t > e")),
    ("COMPENSATES_NOTHING", "t", diagram(S, E, job("a"), THROW_ONE, "s > a > t > e")),
    (
        "COMPENSATES_NOTHING",
        "t",
        diagram(S, E, sub_process("a", event("start", "i"), job("j"), event("end", "ie"), "i > j > ie"), THROW_ONE, "s > a > t > e"),
    ),
    ("TIMER_ODD", "a", diagram(S, E, timed("timeDate", "PT1H"), WAY)),
    ("TIMER_ODD", "a", diagram(S, E, timed("timeDuration", "2026-01-01T00:00:00Z"), WAY)),
    ("TIMER_ODD", "a", diagram(S, E, timed("timeDuration", "-P1D"), WAY)),
    ("TIMER_ODD", "a", diagram(S, E, timed("timeDuration", "-P1M"), WAY)),
    ("DOUBLE_TARGET", "a", diagram(S, E, service(mapped("x", "x")), WAY)),
    ("DOUBLE_TARGET", "a", diagram(S, E, service(mapped("x.y", "x")), WAY)),
    ("DOUBLE_TARGET", "a", diagram(S, E, service(mapped("x", "z", "x", kind="output")), WAY)),
    (
        "DOUBLE_TARGET",
        "a",
        diagram(S, E, service('<zeebe:taskHeaders><zeebe:header key="k" value="1"/><zeebe:header key="k" value="2"/></zeebe:taskHeaders>'), WAY),
    ),
    ("MESSAGE_FLOW_IDLE", "m", pools("Q", "s", S, E, job("a"), WAY)),
    ("MESSAGE_FLOW_IDLE", "m", pools("Q", "s", event("start", "s", "timer P1D"), E, job("a"), WAY)),
    ("MESSAGE_FLOW_IDLE", "m", pools("e", "Q", S, E, job("a"), WAY)),
    ("ONLY_EXIT", "g", diagram(S, E, element("exclusiveGateway", "g"), job("a"), "s > a > g, g > e: lunas")),
    ("ONLY_EXIT", "g", diagram(S, E, element("inclusiveGateway", "g"), job("a"), "s > a > g, g > e: lunas")),
]  # fmt: skip
SOUND = [
    # jBPM names the handler where the compensation is caught
    diagram(S, E, job("a"), event("boundary", "u", "compensate h", attachedToRef="a"), job("h", isForCompensation="true"), LINK, WAY),
    pools("Q", "s", event("start", "s", "message N"), E, job("a"), WAY),
    pools("a", "Q", S, E, job("a"), WAY),
    diagram(S, E, job("a"), undoing("y"), THROW, "s > a > t > e"),
    diagram(S, E, job("a"), undoing("y"), THROW_ONE, "s > a > t > e"),
    diagram(S, E, sub_process("a", event("start", "i"), event("end", "ie"), "i > ie", LONE), THROW_ONE, "s > a > t > e"),
    diagram(
        S,
        E,
        sub_process("a", event("start", "i"), sub_process("b", event("start", "k"), job("j"), "k > j", undoing("y", "j")), "i > b"),
        THROW,
        "s > a > t > e",
    ),
    diagram(S, E, service(mapped("x.y", "x.z")), WAY),
    diagram(S, E, service(mapped("x", "x.z")), WAY),
    diagram(S, E, service(mapped("x", "x", source="=append(x, 1)")), WAY),
    diagram(S, E, timed("timeDate", "2026-01-01T00:00:00Z"), WAY),
    diagram(S, E, timed("timeDuration", "PT0S"), WAY),
    diagram(S, E, repeated("3"), WAY),
    starting(event("start", "s", "message V"), E, job("a"), WAY, message="=&quot;a&quot; + &quot;b&quot;"),
    gateway("timer P1D", "message N"),
    diagram(S, E, element("exclusiveGateway", "g"), job("a"), "s > a > g > e"),
]


def problems(xml):
    return [problem for problem in lint_diagram(read_diagram(xml.encode())) if problem.severity != "hint" and problem.code != "NO_KEY"]


@pytest.mark.parametrize(("code", "place", "xml"), ERRORS)
def test_what_cannot_be_is_refused(code, place, xml):
    found = [problem for problem in problems(xml) if problem.severity == "error"]
    assert [(problem.code, problem.element) for problem in found] == [(code, place)]
    assert sentence(found[0], "id")


@pytest.mark.parametrize(("code", "place", "xml"), WARNINGS)
def test_what_does_nothing_is_told(code, place, xml):
    (found,) = problems(xml)
    assert (found.code, found.element, found.severity) == (code, place, "warning")
    assert sentence(found, "id")


@pytest.mark.parametrize("xml", SOUND)
def test_what_does_something_is_not_told(xml):
    assert problems(xml) == []
