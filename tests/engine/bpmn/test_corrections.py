"""What an operator corrects when resolving an incident is what goes on: no stored copy, and no mapping, undoes it."""

import pytest

from engine.bpmn.codec import view_of_state
from engine.model.effects import CreateJob
from engine.testing.drawing import diagram, element, event, event_sub_process, job, task
from engine.testing.play import Play

S, E = event("start", "s"), event("end", "e")
WAY = "s > a > e"
EVENTS = ("messageEventDefinition", "errorEventDefinition")


def io(*, inputs=(), outputs=()):
    pairs = [("input", *pair) for pair in inputs] + [("output", *pair) for pair in outputs]
    return (
        "<zeebe:ioMapping>"
        + "".join(f'<zeebe:{tag} source="={source}" target="{target}"/>' for tag, source, target in pairs)
        + ("</zeebe:ioMapping>")
    )


OUT = io(outputs=[("1 + r.n", "x")])


def mapped(xml):
    """The element with the mapping, before its event definition where it has one."""
    for tag in EVENTS:
        xml = xml.replace(f"<{tag}", f"<extensionElements>{OUT}</extensionElements><{tag}", 1)
    return xml


CALL = '<extensionElements><zeebe:calledElement processId="x" propagateAllChildVariables="false"/>' + OUT + "</extensionElements>"
BOUNDARY = {
    "message": event("boundary", "a", "message N", attachedToRef="t"),
    "error": event("boundary", "a", "error E", attachedToRef="t"),
}
BAD = {"r": {"m": 1}}
FAILED = {
    "user task": lambda: Play(diagram(S, E, element("userTask", "a", f"<extensionElements>{OUT}</extensionElements>"), WAY)).complete("a", **BAD),
    "job": lambda: Play(diagram(S, E, job("a").replace("</ext", OUT + "</ext"), WAY)).complete("a", **BAD),
    "call": lambda: Play(diagram(S, E, element("callActivity", "a", CALL), WAY)).complete("a", **BAD),
    "receive task": lambda: Play(
        diagram(S, E, element("receiveTask", "a", f"<extensionElements>{OUT}</extensionElements>", messageRef="N"), WAY)
    ).message("a", **BAD),
    "catch event": lambda: Play(diagram(S, E, mapped(event("catch", "a", "message N")), WAY)).message("a", **BAD),
    "boundary event": lambda: Play(diagram(S, E, task("t"), mapped(BOUNDARY["message"]), "s > t > e, a > e")).message("a", **BAD),
    "error": lambda: Play(diagram(S, E, job("t"), mapped(BOUNDARY["error"]), "s > t > e, a > e")).fail("t", "E", **BAD),
    "event sub-process": lambda: Play(
        diagram(S, E, task("t"), event_sub_process("v", mapped(event("start", "a", "message N")), event("end", "ve"), "a > ve"), "s > t > e")
    ).message("a", **BAD),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAILED)
def test_a_corrected_result(kind):
    play = FAILED[kind]()
    assert [incident.element for incident in play.incidents] == ["a"]
    play.resolve(r={"k": 1})
    assert len(play.incidents) == 1
    assert play.resolve(r={"n": 4}).ended == "COMPLETED"
    assert play.variables["x"] == 5


def script(*inputs, expression="1 + m"):
    inner = f'<zeebe:script expression="={expression}" resultVariable="x"/>{io(inputs=inputs)}'
    return f'<scriptTask id="a"><extensionElements>{inner}</extensionElements></scriptTask>'


def test_a_variable_that_an_input_mapping_writes():
    play = Play(diagram(S, E, script(("n", "m")), WAY), n="lima")
    assert play.resolve(m=5).ended == "COMPLETED"
    assert play.variables == {"n": "lima", "x": 6}


def test_the_mappings_behind_it_see_it_and_a_second_correction_keeps_the_first():
    play = Play(diagram(S, E, script(("n", "m"), ("m + 1", "k"), ("p", "q"), expression="k + q"), WAY), n="lima", p="dua")
    play.resolve(m=5)
    assert len(play.incidents) == 1
    assert play.resolve(q=2).ended == "COMPLETED"
    assert play.variables == {"n": "lima", "p": "dua", "x": 8}


def test_a_variable_that_is_passed_on_under_its_own_name_is_corrected_in_the_case():
    play = Play(diagram(S, E, script(("n", "n"), expression="n + 1"), WAY), n="lima")
    assert play.resolve(n=5).ended == "COMPLETED"
    assert play.variables == {"n": 5, "x": 6}


def test_each_instance_of_a_repetition_has_its_own_correction():
    loop = (
        '<multiInstanceLoopCharacteristics isSequential="true"><extensionElements><zeebe:loopCharacteristics inputCollection="=[1, 2]" '
        'inputElement="i"/></extensionElements></multiInstanceLoopCharacteristics>'
    )
    inner = f'<zeebe:taskDefinition type="x" retries="=m"/>{io(inputs=[("n", "m")])}'
    play = Play(diagram(S, E, element("serviceTask", "a", f"<extensionElements>{inner}</extensionElements>{loop}"), WAY), n="lima")
    jobs = play.resolve(m=5).emitted(CreateJob)
    assert [(item.retries, item.variables) for item in jobs] == [(5, {"m": 5})]
    play.complete("a")
    assert [incident.element for incident in play.incidents] == ["a"]
    assert "m" not in view_of_state(play.state).variables_of("")
