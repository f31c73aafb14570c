"""Names and codes that an expression gives: an empty one is found by nobody, so that it is an incident where it is made, and not a wait."""

import pytest

from engine.testing.drawing import HEAD, element, event, listeners, process, sub_process, task
from engine.testing.play import Play

S, E, WAY = event("start", "s"), event("end", "e"), "s > a > e"
ROOTS = (
    '<error id="CE" errorCode="=nama"/><escalation id="CX" escalationCode="=nama"/><signal id="CS" name="=nama"/>'
    '<message id="CM" name="=nama"><extensionElements><zeebe:subscription correlationKey="=1"/></extensionElements></message>'
)


def extended(tag, inner):
    return element(tag, "a", f"<extensionElements>{inner}</extensionElements>")


STEPS = {
    "service process": extended("serviceTask", '<zeebe:taskDefinition type="=nama"/>'),
    "service process of a script task": extended("scriptTask", '<zeebe:taskDefinition type="=nama"/>'),
    "service process of a throw event": element(
        "intermediateThrowEvent",
        "a",
        '<extensionElements><zeebe:taskDefinition type="=nama"/></extensionElements><messageEventDefinition messageRef="M"/>',
    ),
    "listener": task("a", listeners("start =nama")),
    "called process": extended("callActivity", '<zeebe:calledElement processId="=nama"/>'),
    "decision": extended("businessRuleTask", '<zeebe:calledDecision decisionId="=nama" resultVariable="r"/>'),
    "message that is caught": event("catch", "a", "message CM"),
    "message that is thrown": event("throw", "a", "message CM"),
    "signal that is caught": event("catch", "a", "signal CS"),
    "signal that is thrown": event("throw", "a", "signal CS"),
    "escalation": event("throw", "a", "escalation CX"),
    "error": sub_process("a", event("start", "i"), event("end", "ie", "error CE"), "i > ie"),
}


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("value", [None, "", "x" * 300])
def test_an_empty_or_long_name_is_an_incident(name, value):
    boundary = event("boundary", "b", "error", attachedToRef="a") if name == "error" else ""
    xml = f"{HEAD}{ROOTS}{process(S, E, STEPS[name], boundary, WAY + (', b > e' if boundary else ''))}</definitions>"
    play = Play(xml, nama=value)
    assert (play.ended, len(play.incidents)) == (None, 1)
    if name != "decision":  # of which there is none here
        play.resolve(nama="ada")
        assert play.incidents == []
