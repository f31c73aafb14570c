"""JUEL of other engines: what is translated gives the same here, and what nothing proves equal is refused."""

from datetime import UTC, datetime

import pytest

from engine.bpmn.expressions import ExpressionFailed, evaluate
from engine.bpmn.lint.linter import lint
from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.reading.juel import is_juel, to_feel
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.testing.drawing import HEAD
from engine.testing.play import Play

NOW = EvaluationTime(datetime(2026, 1, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("juel", "variables", "value"),
    [
        ("${a + 1 > b}", {"a": 2, "b": 2}, True),
        ("${a * 2 - 1}", {"a": 3}, 5),
        ("${(a + 1) * 2 == 8}", {"a": 3}, True),
        ("${a / b >= 0.6}", {"a": 3, "b": 5}, True),
        ("${a / b >= 0.6}", {"a": 2, "b": 5}, False),
        ("${-a < -1}", {"a": 2}, True),
        ("${5 div 2 > 2}", {}, True),
        ("${status.equals('ok')}", {"status": "ok"}, True),
        ("${'ok'.equals(status)}", {"status": "no"}, False),
        ("${!order.status.equals('ok') && a}", {"order": {"status": "no"}, "a": True}, True),
        ("${approved ? 'a' : 'b'}", {"approved": True}, "a"),
        ("${approved ? 'a' : 'b'}", {"approved": "true"}, "a"),
        ("${approved ? 'a' : 'b'}", {}, "b"),
        ("${a > 1 ? 'x' : a == 1 ? 'y' : 'z'}", {"a": 1}, "y"),
        ("#{empty a}", {"a": []}, True),
        ("${empty a}", {}, True),
        ("${not empty a}", {"a": "x"}, True),
        ("${!empty a and a != 'x'}", {"a": "x"}, False),
    ],
)
def test_a_translated_expression_gives_the_same(juel, variables, value):
    text = to_feel(juel)
    assert text is not None
    assert evaluate(text, variables, NOW) == value


@pytest.mark.parametrize(
    "juel",
    [
        "${a + b}",  # two texts are added as numbers there, and joined here
        "${a / 3 * 3 == a}",  # a double there, 34 digits here
        "${a % 2 == 0}",
        "${a mod 2}",
        "${a.equals(1)}",  # an Integer is no Long
        "${a.equals(b)}",
        "${a.size() > 1}",
        "${a[0]}",
        "${service.find(x)}",
        "${execution.processBusinessKey}",
        "${task.assignee}",
        "${authenticatedUserId}",
        "${nrOfCompletedInstances == 1}",  # outside of a repetition
        "${loopCounter == 0}",
        "${a",
        "kasi@${unit}",
        "${a}@${b}",
        "${'a' ? 1 : 2}",
        "${a ? b : }",
        "${" + "(" * 3_000 + "a" + ")" * 3_000 + "}",
    ],
)
def test_what_nothing_proves_equal_stays_and_is_known_as_foreign(juel):
    assert to_feel(juel) is None
    assert is_juel(juel)


@pytest.mark.parametrize(
    ("text", "foreign"), [('="Rp${x}"', False), ("kasi@unit", False), ("=x", False), ("a $ { b", False), (None, False)]
)
def test_feel_and_plain_texts_are_not_foreign(text, foreign):
    assert is_juel(text) is foreign


def test_a_text_in_place_of_a_boolean_is_an_incident_and_no_silent_no():
    with pytest.raises(ExpressionFailed):
        evaluate(to_feel("${approved == 'true'}"), {"approved": True}, NOW)


# --- votes


def vote(condition, *, sequential="false", loop="<loopCardinality>3</loopCardinality>", inner=""):
    repeated = f'<multiInstanceLoopCharacteristics isSequential="{sequential}">{loop}<completionCondition>{condition}</completionCondition></multiInstanceLoopCharacteristics>'
    return (
        f'{HEAD}<process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
        f'<userTask id="t" xmlns:c="http://camunda.org/schema/1.0/bpmn" {inner}>{repeated}</userTask><sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>'
    )


@pytest.mark.parametrize("sequential", ["false", "true"])
@pytest.mark.parametrize(
    ("condition", "answers"),
    [
        ("${nrOfCompletedInstances == 1}", 1),
        ("${nrOfCompletedInstances / nrOfInstances >= 0.6}", 2),
        ("${nrOfCompletedInstances &gt; 1 || rejected}", 2),
        ("${nrOfInstances - nrOfCompletedInstances == 1}", 2),
        ("${loopCounter == 1}", 2),  # the second instance: theirs begins with 0
        ("=numberOfCompletedInstances = 2", 2),
    ],
)
def test_a_vote_ends_when_it_ends_in_the_other_engine(condition, answers, sequential):
    play = Play(vote(condition, sequential=sequential), rejected=False)
    for _ in range(answers):
        assert play.ended is None
        play.complete("t")
    assert play.ended == "COMPLETED"


def test_active_instances_are_counted_as_the_other_engine_does():
    assert Play(vote("${nrOfActiveInstances == 2}")).complete("t").ended == "COMPLETED"
    # of a sequence there is one until the last has ended
    assert Play(vote("${nrOfActiveInstances == 1}", sequential="true")).complete("t").ended == "COMPLETED"
    assert Play(vote("${nrOfActiveInstances == 0}", sequential="true")).complete("t").ended is None


def codes(xml):
    return [(problem.code, problem.severity) for item in read_diagram(xml.encode()).processes for problem in lint(item)]


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (vote("=nrOfCompletedInstances = 1"), [("UNKNOWN_COUNT", "error")]),  # null = 1 would be false for ever
        (vote("${nrOfCompletedInstances == x.y()}"), [("FOREIGN_EXPRESSION", "error")]),
        (vote("=true", loop="<loopCardinality>${nrOfInstances}</loopCardinality>"), [("FOREIGN_EXPRESSION", "error")]),
        (vote("=true", inner='c:assignee="${nrOfInstances}"'), [("FOREIGN_EXPRESSION", "error")]),
        (vote("=true", loop="<loopCardinality>=numberOfInstances</loopCardinality>"), [("UNKNOWN_COUNT", "warning")]),
        (vote("${nrOfCompletedInstances == 1}"), []),
    ],
)
def test_a_count_that_is_not_known_where_it_is_asked_is_told(xml, expected):
    assert [item for item in codes(xml) if item[0] in ("UNKNOWN_COUNT", "FOREIGN_EXPRESSION")] == expected
