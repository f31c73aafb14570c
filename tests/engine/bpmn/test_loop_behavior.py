"""Events that a multi-instance activity throws as its instances end (BPMN 2.0.2, 10.3.8, table 10.29, and 13.3.7)."""

import pytest

from engine.bpmn.lint.linter import lint
from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.reading.inventory import inventory
from engine.model.effects import BroadcastSignal, EscalateToCaller, PublishMessage
from engine.testing.drawing import diagram, event, task
from engine.testing.play import Play

S, E = event("start", "s"), event("end", "e")
#: event definitions that the loops refer to
ROOTS = (
    '<signalEventDefinition id="signal" signalRef="S"/><messageEventDefinition id="message" messageRef="M"/>'
    '<escalationEventDefinition id="escalation" escalationRef="X"/><errorEventDefinition id="error" errorRef="E"/>'
    '<signalEventDefinition id="nameless"/>'
)
FLOWS = "s > t > e, b > h > e"


def loop(behavior, reference="", inner="", *, sequential="false"):
    named = f' {behavior.lower()}BehaviorEventRef="{reference}"' if reference else ""
    return (
        f'<multiInstanceLoopCharacteristics behavior="{behavior}"{named} isSequential="{sequential}">'
        f"<loopCardinality>3</loopCardinality>{inner}</multiInstanceLoopCharacteristics>"
    )


def complex_event(condition, definition):
    return (
        f"<complexBehaviorDefinition><condition>{condition}</condition>"
        f'<event id="ev_{definition}"><eventDefinitionRef>{definition}</eventDefinitionRef></event></complexBehaviorDefinition>'
    )


def drawn(marker, caught="signal S", **options):
    boundary = event("boundary", "b", caught, attachedToRef="t", **{"cancelActivity": "false", **options})
    return diagram(S, E, task("t", marker), boundary, task("h"), FLOWS).replace("<process", f"{ROOTS}<process", 1)


@pytest.mark.parametrize("sequential", ["true", "false"])
@pytest.mark.parametrize(("behavior", "told"), [("None", [1, 2, 3]), ("One", [1, 1, 1])])
def test_the_boundary_event_hears_each_instance_or_the_first(behavior, told, sequential):
    play = Play(drawn(loop(behavior, "signal", sequential=sequential)))
    handled = []
    for _ in range(3):
        play.complete("t")
        handled.append(play.tasks.count("h"))
    assert handled == told
    assert len(play.emitted(BroadcastSignal)) == told[-1]


def test_an_event_of_complex_is_thrown_where_its_condition_is_true():
    events = complex_event("=numberOfCompletedInstances = 2", "signal") + complex_event("=numberOfActiveInstances = 0", "message")
    play = Play(drawn(loop("Complex", inner=events)), key="k")
    play.complete("t")
    assert (play.tasks.count("h"), play.emitted(PublishMessage)) == (0, [])
    play.complete("t")
    assert (play.tasks.count("h"), play.emitted(PublishMessage)) == (1, [])
    play.complete("t")
    assert [(item.message, item.correlation_key) for item in play.emitted(PublishMessage)] == [("msg", "k")]


def test_an_event_that_interrupts_ends_the_repetition():
    play = Play(drawn(loop("One", "escalation"), "escalation X", cancelActivity="true"))
    play.complete("t")
    assert play.tasks == ["h"]
    assert play.complete("h").ended == "COMPLETED"


def test_an_escalation_that_nobody_catches_goes_to_the_caller():
    xml = diagram(S, E, task("t", loop("None", "escalation")), "s > t > e").replace("<process", f"{ROOTS}<process", 1)
    play = Play(xml, called=True)
    for _ in range(3):
        play.complete("t")
    assert [item.code for item in play.emitted(EscalateToCaller)] == ["X", "X", "X"]
    assert play.ended == "COMPLETED"


def test_a_condition_that_fails_is_an_incident_and_is_resolved_by_a_correction():
    play = Play(drawn(loop("Complex", inner=complex_event("=n &gt; 1", "signal"))), n="x")
    play.complete("t")
    assert [item.kind for item in play.incidents] == ["expression"]
    play.resolve(n=2)
    assert play.tasks.count("h") == 1


@pytest.mark.parametrize(
    ("marker", "fault"),
    [
        (loop("None", "signal"), False),
        (loop("One", "message"), False),
        (loop("Complex", inner=complex_event("=true", "escalation")), False),
        (loop("None"), True),
        (loop("One", "nowhere"), True),
        (loop("One", "error"), True),
        (loop("One", "nameless"), True),
        (loop("Complex"), True),
        (loop("Complex", inner=complex_event("", "signal")), True),
        (loop("Some", "signal"), True),
    ],
)
def test_what_is_thrown_must_be_complete(marker, fault):
    problems = [problem.code for item in read_diagram(drawn(marker).encode()).processes for problem in lint(item)]
    assert ("LOOP_BEHAVIOR" in problems) is fault


def test_its_expressions_are_read_at_deployment():
    marker = loop("Complex", inner=complex_event("=1 +", "signal"))
    assert "FEEL_SYNTAX" in [problem.code for item in read_diagram(drawn(marker).encode()).processes for problem in lint(item)]


def test_an_event_without_an_id_can_be_drawn_in_place():
    inner = "<complexBehaviorDefinition><condition>=true</condition><event><signalEventDefinition signalRef='S'/></event></complexBehaviorDefinition>"
    assert Play(drawn(loop("Complex", inner=inner))).complete("t").tasks.count("h") == 1


THROWN = ("noneBehaviorEventRef", "oneBehaviorEventRef", "complexBehaviorDefinition", "event")


@pytest.mark.parametrize(
    ("marker", "executed"),
    [
        (loop("None", "signal"), {"noneBehaviorEventRef"}),
        (loop("One", "signal"), {"oneBehaviorEventRef"}),
        (loop("One", "nowhere"), set()),
        (loop("One", "signal").replace('behavior="One"', 'behavior="All"'), set()),
        (
            loop("Complex", inner=complex_event("=true", "signal")),
            {"complexBehaviorDefinition", "event", "condition", "eventDefinitionRef"},
        ),
        (loop("All", inner=complex_event("=true", "signal")), set()),
    ],
)
def test_the_report_says_which_of_it_is_executed(marker, executed):
    entries = list(inventory(read_diagram(drawn(marker).encode()).root))
    parts = {*THROWN, "condition", "eventDefinitionRef"}
    assert {entry.name for entry in entries if entry.name in parts and entry.verdict == "executed"} == executed
    assert all(entry.verdict in ("executed", "not_executed") for entry in entries if entry.name in parts)
