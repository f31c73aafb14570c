"""Which texts the database keeps, and which names it can look up."""

import pytest

from engine.bpmn.definition import Definition
from engine.bpmn.reading.diagram import read_diagram
from engine.feel.expression import evaluate
from engine.model.effects import OpenSubscription
from engine.model.stored_text import MAX_NAME, bounded_key, is_storable, make_storable, name_problem
from engine.packages.checks import check_resources
from engine.packages.rules import PackageRules
from engine.testing.drawing import diagram, event, script
from engine.testing.play import Play
from tests.support.tables import NAMESPACE

LONG = "k" * (MAX_NAME + 1)
START, END = event("start", "s"), event("end", "e")


def test_halves_of_pairs_and_nul_are_no_texts_of_the_database():
    assert is_storable("😀 é\n")
    for text in ("\ud83d", "a\0b"):
        assert not is_storable(text)
        assert is_storable(make_storable(text))
        assert "cannot be stored" in name_problem(text)
    assert name_problem(LONG)
    assert not name_problem("😀" * MAX_NAME)


def test_long_keys_stay_different_and_short():
    first, second = bounded_key("a" * 5000 + "1"), bounded_key("a" * 5000 + "2")
    assert first != second
    assert len(first) == len(second) == 564
    for short in ("short", "a" * 2_400):
        assert bounded_key(short) == short
    assert len(bounded_key("😀" * 5000).encode()) < 2_400


def test_feel_makes_no_text_that_cannot_be_stored():
    for text in (r'"\uD83D"', r'"a\u0000b"', r'from json("[\"\\ud83d\"]")[1]', r'from json("[\"a\\u0000b\"]")[1]'):
        assert is_storable(evaluate(text)), text


@pytest.mark.parametrize("kind", ["catch", "throw"])
def test_a_key_that_is_too_long_to_be_looked_up_is_an_incident_and_can_be_corrected(kind):
    play = Play(diagram(START, END, event(kind, "c", "message M"), "s > c > e"), key=LONG)
    [incident] = play.incidents
    assert f"has {MAX_NAME + 1} characters" in incident.message
    play.resolve(key="k")
    assert not play.incidents or kind == "throw"
    if kind == "catch":
        assert [item.correlation_key for item in play.open.values() if isinstance(item, OpenSubscription)] == ["k"]


@pytest.mark.parametrize("trigger", ["message M", "signal S"])
def test_a_name_that_is_an_expression_too_long_is_an_incident(trigger):
    name = "msg" if trigger.startswith("message") else "sig"
    xml = diagram(START, END, event("catch", "c", trigger), "s > c > e").replace(f'name="{name}"', 'name="=nama"')
    [incident] = Play(xml, nama=LONG, key="k").incidents
    assert f"has {MAX_NAME + 1} characters" in incident.message


def test_what_a_deployment_names_too_long_is_a_problem_of_it():
    decision = f'<definitions xmlns="{NAMESPACE}" namespace="u" name="u"><decision id="{LONG}" name="d"><literalExpression><text>1</text></literalExpression></decision></definitions>'
    resources = {
        "a.form": f'{{"id": "{LONG}", "components": []}}'.encode(),
        "b.dmn": decision.encode(),
        f"{LONG}.typ": b"",
        "c.bpmn": diagram(START, END, script("t", "1", "n"), "s > t > e").replace('id="p"', f'id="{LONG}"').encode(),
    }
    problems = check_resources(resources, job_types={}, rules=PackageRules()).problems
    assert [item.severity for item in problems if item.code == "NAME_TOO_LONG"] == ["error"] * 4


def test_the_process_of_an_ordinary_name_is_no_problem():
    assert Definition(read_diagram(diagram(START, END, "s > e").encode()).processes[0])
