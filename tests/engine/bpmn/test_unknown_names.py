"""A condition that counts on a name which no scope has is an incident with the expression and the values read, never silently false."""

import pytest

from engine.bpmn.expressions import ExpressionFailed, condition
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.testing.drawing import diagram, element, event, job, sub_process, task
from engine.testing.play import Play

S, E = event("start", "s"), event("end", "e")
MANY = (
    '<extensionElements><zeebe:taskDefinition type="x"/></extensionElements><multiInstanceLoopCharacteristics isSequential="true">'
    "<loopCardinality>3</loopCardinality><completionCondition>{}</completionCondition></multiInstanceLoopCharacteristics>"
)
LOOP = "<standardLoopCharacteristics><loopCondition>{}</loopCondition></standardLoopCharacteristics>"


def ask(text, **variables):
    return condition(text, variables, EvaluationTime(None))


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        "x != 1",
        "not(x = 1)",
        "x.y = 1",
        "a = 2 or x = 1",
        "x = 1 or a = 1",
        "count(x) = 0",
        "a = x",
        "x in (1, 2)",
        "if x = 1 then a = 1 else a = 2",
    ],
)
def test_a_name_that_no_scope_has(text):
    with pytest.raises(ExpressionFailed, match="there is no variable 'x'") as failed:
        ask(text, a=1, other="unread")
    assert ("(a = 1)" in str(failed.value)) is ("a" in text.split())
    assert "unread" not in str(failed.value)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("x = null", True),
        ("x != null and x > 3", False),
        ("x = null or x = 1", True),
        ("is defined(x)", False),
        ("is defined(x) and x = 1", False),
        ("get or else(x, 1) = 1", True),
        ("x.y = null", True),
        ("x instance of number", False),
        ("x in (null, 1)", True),
        ("a = 1 or x = 1", True),
        ("a = 2 and x = 1", False),
        ("count(items[state = 1]) = 1", True),
        ("some i in items satisfies i.state = 1", True),
    ],
)
def test_what_asks_about_absence_or_never_reads_the_name(text, answer):
    assert ask(text, a=1, items=[{"state": 1}, {}]) is answer


@pytest.mark.parametrize(
    "text",
    [
        "count(items[x = 1]) = 1",
        "count(items[state = x]) = 1",
        "count([1, 2][item > x]) = 1",
        "count([1, 2][x > 1]) = 1",
        "count(items[count(items[x = 1]) = 1]) = 1",
        "some i in items[x = 1] satisfies i.state = 1",
        "items[x = 1][1].state = 1",
        "count((for i in items return i.state)[item = x]) = 1",
        "count(items[x.y = 1]) = 1",
    ],
)
def test_a_name_in_a_filter_that_no_item_and_no_scope_has(text):
    """DMN 1.5, 10.3.2.5: the item's entries and `item` are in scope there, else what is around."""
    with pytest.raises(ExpressionFailed, match="there is no variable 'x'"):
        ask(text, items=[{"state": 1}, {"state": 2}, {}])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("count(items[only = 1]) = 1", True),
        ("count(items[only = 2]) = 0", True),
        ("count(items[state = a]) = 1", True),
        ("count(items[item.x = 1]) = 0", True),
        ("count(items[x = null]) = 3", True),
        ("count(none[x = 1]) = 0", True),
        ("count(items[count(parts[only = 1]) = 1]) = 2", True),
        ("count(items[count(parts[size > state]) = 1]) = 1", True),
        ("count(items[is defined(x)]) = 0", True),
        ("count(items[today() > today()]) = 0", True),
        ("a = 2 and count(items[x = 1]) = 1", False),
    ],
)
def test_what_an_item_or_a_scope_has_is_known_in_a_filter(text, answer):
    items = [{"state": 1, "only": 1}, {"state": 2}, {}]
    assert ask(text, a=1, items=items, none=[], parts=[{"size": 2, "only": 1}, {}]) is answer


def test_a_variable_that_is_null_is_known():
    assert ask("x = 1", x=None) is False


def test_values_that_are_read_are_named_and_cut_short():
    with pytest.raises(ExpressionFailed, match="does not fit") as failed:
        ask("a + b", a="t" * 500, b=None)
    assert len(str(failed.value)) < 200


def resolved(play, token_element, **variables):
    (incident,) = play.incidents
    assert incident.element == token_element
    assert "there is no variable 'x'" in incident.message
    play.resolve(**variables)
    assert play.incidents == []
    return play


def test_a_gateway_waits_for_the_correction():
    gate = element("exclusiveGateway", "g", default="g_b")
    play = resolved(Play(diagram(S, E, gate, task("a"), task("b"), "s > g, g > a: x = 1, g > b, a > e, b > e")), "g", x=1)
    assert [effect.element for effect in play.open.values()] == ["a"]


def test_a_flow_out_of_an_activity_waits_for_the_correction():
    play = Play(diagram(S, E, element("manualTask", "t", default="t_b"), task("a"), task("b"), "s > t, t > a: x = 1, t > b, a > e, b > e"))
    assert [effect.element for effect in resolved(play, "t", x=2).open.values()] == ["b"]


def test_a_repetition_waits_for_the_correction():
    play = Play(diagram(S, E, element("serviceTask", "t", MANY.format("x = 1")), "s > t > e"))
    play.complete("t")
    assert resolved(play, "t", x=1).ended == "COMPLETED"


def test_a_standard_loop_waits_for_the_correction():
    play = Play(diagram(S, E, task("t", LOOP.format("x = 1")), "s > t > e"))
    play.complete("t")
    assert resolved(play, "t", x=2).ended == "COMPLETED"


def test_an_ad_hoc_sub_process_waits_for_the_correction():
    inside = sub_process("t", job("i"), "<completionCondition>x = 1</completionCondition>", tag="adHocSubProcess")
    play = Play(diagram(S, E, inside, "s > t > e"))
    play.complete("i")
    assert resolved(play, "t", x=1).ended == "COMPLETED"


def test_a_conditional_event_waits_for_a_variable_that_is_not_there_yet():
    play = Play(diagram(S, E, event("catch", "c", "conditional x = 1"), "s > c > e"))
    assert (play.incidents, play.ended) == ([], None)
