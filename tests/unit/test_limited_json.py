"""JSON of packages: what would keep a machine busy for hours, or break whoever goes through it, is refused where it comes in."""

from decimal import Decimal

import pytest
import simplejson
from hypothesis import given
from hypothesis import strategies as st

from engine.model.limited_json import MOST_DEPTH, read_json
from engine.packages.scenario import ScenarioError, read_scenario
from workshop.drafts.readability import reading_problems

#: U+0000 is refused
STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
SCENARIO = '{"name": "a", "process": "p", "begins": "2026-11-23T08:00:00+07:00", "steps": [%s]}'


def test_numbers_stay_exact():
    assert read_json(b'{"a": 0.10, "b": 12, "c": 1e3}') == {"a": Decimal("0.10"), "b": 12, "c": Decimal(1000)}


@pytest.mark.parametrize("number", ["1e99999999", "-1e99999999", "1e-99999999", "9" * 5000, "0." + "1" * 5000, "NaN", "Infinity"])
def test_numbers_that_cannot_be_counted_with_are_refused(number):
    with pytest.raises(ValueError):
        read_json(f'{{"a": [{number}]}}'.encode())


@pytest.mark.parametrize("depth", [MOST_DEPTH + 1, 900, 100_000])
@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a":', "}")])
def test_endless_nesting_is_refused(depth, opens, closes):
    with pytest.raises(ValueError):
        read_json((opens * depth + "1" + closes * depth).encode())


@given(st.recursive(st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(STORABLE), st.lists, max_leaves=20))
def test_ordinary_values_come_back_as_they_were(value):

    assert read_json(simplejson.dumps(value).encode()) == value


@pytest.mark.parametrize("path", ["forms/a.form", "locale/id.json", "scenarios/a.json", "scenarios/_waived.json"])
@pytest.mark.parametrize("content", ["[" * 100_000, '{"a": 1e99999999}', '{"a":' * 60 + "1" + "}" * 60])
def test_no_file_of_a_package_gets_past(path, content):
    (problem,) = reading_problems(path, content.encode())
    assert problem.code == "FILE_UNREADABLE"


@pytest.mark.parametrize("days", ["1e99999999", "1e3", "2.5", '"5"', "null", "[]"])
def test_days_are_whole_numbers(days):
    with pytest.raises(ScenarioError):
        read_scenario((SCENARIO % f'{{"do": "days", "days": {days}}}').encode())


@pytest.mark.parametrize("text", [r'["\ud83d"]', r'{"a": {"b\u0000": 1}}', r'"\udc00\ud83d"'])
def test_texts_that_no_database_keeps_are_refused(text):
    with pytest.raises(ValueError, match="cannot be stored"):
        read_json(text.encode())


def test_whole_escapes_are_read():
    assert read_json(rb'["\ud83d\ude00", "\\u0000", "\u00e9"]') == ["\U0001f600", "\\u0000", "\u00e9"]
