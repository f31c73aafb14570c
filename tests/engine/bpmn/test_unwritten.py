"""What a file of Camunda 7's family leaves out is read as that engine reads it, and told; in other files it is refused."""

import pytest

from engine.bpmn.lint.linter import lint
from engine.bpmn.reading.diagram import read_diagram
from engine.testing.drawing import HEAD, diagram, element, event, task
from engine.testing.play import Play

SEVEN = HEAD.replace('xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"', 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"').replace(
    '<extensionElements><zeebe:subscription correlationKey="=key"/></extensionElements>', ""
)
S, E = event("start", "s"), event("end", "e")


def seven(*parts):
    return diagram(*parts).replace(HEAD, SEVEN)


def told(xml):
    (process,) = read_diagram(xml.encode()).processes
    return {(problem.code, problem.element, problem.severity) for problem in lint(process) if problem.code != "NOBODY_ASSIGNED"}


@pytest.mark.parametrize("thrower", ["endEvent", "intermediateThrowEvent"])
def test_a_message_that_names_none_is_passed_and_nobody_hears_of_it(thrower):
    flows = "s > t" if thrower == "endEvent" else "s > t > e"
    parts = (S, *([] if thrower == "endEvent" else [E]), element(thrower, "t", "<messageEventDefinition/>"), flows)
    assert told(seven(*parts)) == {("MESSAGE_UNHEARD", "t", "warning")}
    play = Play(seven(*parts))
    assert (play.ended, play.incidents) == ("COMPLETED", [])
    assert "PublishMessage" not in {type(effect).__name__ for effect in play.effects}
    assert told(diagram(*parts)) == {("NO_MESSAGE", "t", "error")}


def test_a_message_with_an_implementation_of_the_other_engine_is_still_refused():
    inner = '<messageEventDefinition camunda:class="x.Y"/>'
    codes = {code for code, _element, severity in told(seven(S, element("endEvent", "t", inner), "s > t")) if severity == "error"}
    assert codes == {"NO_MESSAGE"}


def gate(kind, **attributes):
    parts = (S, E, element(f"{kind}Gateway", "g", **attributes), task("a"), task("b"))
    return lambda flows: (*parts, flows)


def waiting(xml, **variables):
    play = Play(xml, **variables)
    return sorted(effect.element for effect in play.open.values()) if not play.incidents else play.incidents


def test_the_last_flow_of_an_exclusive_gateway_is_taken_where_no_other_is():
    parts = gate("exclusive")("s > g, g > a: x = 1, g > b, a > e, b > e")
    assert told(seven(*parts)) == {("FLOW_ALWAYS_TRUE", "g_b", "warning")}
    assert waiting(seven(*parts), x=1) == ["a"]
    assert waiting(seven(*parts), x=3) == ["b"]
    assert ("NO_CONDITION", "g", "error") in told(diagram(*parts))


def test_a_flow_of_an_inclusive_gateway_is_always_taken():
    parts = gate("inclusive")("s > g, g > b, g > a: x = 1, a > e, b > e")
    assert waiting(seven(*parts), x=1) == ["a", "b"]
    assert waiting(seven(*parts), x=3) == ["b"]
    assert ("NO_CONDITION", "g", "error") in told(diagram(*parts))


@pytest.mark.parametrize(
    ("flows", "default"),
    [
        ("s > g, g > b, g > a: x = 1, a > e, b > e", None),
        ("s > g, g > a, g > b, a > e, b > e", None),
        ("s > g, g > a, g > b, a > e, b > e", "g_b"),
    ],
    ids=["not the last", "several", "beside a default"],
)
def test_what_the_other_engine_refuses_too_or_would_never_take_is_refused(flows, default):
    named = {"default": default} if default else {}
    assert ("NO_CONDITION", "g", "error") in told(seven(*gate("exclusive", **named)(flows)))


def test_a_condition_of_an_event_is_asked_for_where_it_would_be_executed():
    parts = (S, E, event("catch", "t", "conditional "), "s > t > e")
    assert ("NO_EVENT_CONDITION", "t", "error") in told(diagram(*parts))
    assert "NO_EVENT_CONDITION" not in {code for code, *_ in told(diagram(*parts).replace('isExecutable="true"', 'isExecutable="false"'))}
