"""Limits and warnings: what is refused says so, and where; values go in and come out as plain Python."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.feel import FeelSyntaxError, compile, evaluate
from engine.feel.dates import Date, DateTime, Time
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.values import to_feel, to_json, to_python


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..99999 return i",
        "{f: function(n) f(n + 1)}.f(1)",
        "for a in 1..9999, b in 1..9999 return a",
        'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a|aa)+$")',
    ],
)
def test_what_exceeds_a_limit_is_null_and_says_so(text):
    result = compile(text).evaluate({})
    assert result.value is None
    assert result.warnings[-1].code == "LIMIT"


def test_a_warning_names_its_place():
    [warning] = compile("if true then\n  1 + teks\nelse 2").evaluate({"teks": "a"}).warnings
    assert (warning.code, warning.line, warning.column) == ("TYPE", 2, 5)
    assert "number" in warning.message
    assert "string" in warning.message


@pytest.mark.parametrize(
    "text", ["(" * 200 + "1" + ")" * 200, "1" * 20_001, "x" + ".a" * 200, "1 = 1 = 1 = 1 = 1 = 1 = 1 = 1 = 1 = 1 = 1 = 1 = 1"]
)
def test_what_is_too_large_to_be_read_is_a_syntax_error(text):
    with pytest.raises(FeelSyntaxError):
        compile(text)


def test_a_variable_takes_the_place_of_a_function_of_its_name():
    assert evaluate("count", {"count": 5}) == 5
    result = compile("count([1])").evaluate({"count": 5})
    assert (result.value, result.warnings[0].code) == (None, "NO_FUNCTION")


PAIRS = [
    (date(2026, 11, 25), Date(2026, 11, 25)),
    (time(8, 30, 0, 5), Time(8, 30, 0, 5000)),
    (datetime(2026, 11, 25, 8, 30, tzinfo=UTC), DateTime(Date(2026, 11, 25), Time(8, 30, 0, 0, 0))),
    (datetime(2026, 11, 25, 8, 30, tzinfo=ZoneInfo("Asia/Jakarta")), DateTime(Date(2026, 11, 25), Time(8, 30, 0, 0, "Asia/Jakarta"))),
    (timedelta(days=1, microseconds=7), DayTimeDuration(86_400 * 10**9 + 7000)),
]


@pytest.mark.parametrize(("plain", "feel"), PAIRS)
def test_temporal_values_go_in_and_come_out(plain, feel):
    assert to_feel(plain) == feel
    assert to_python(feel) == plain
    assert evaluate("x", {"x": plain}) == feel


def test_numbers_are_decimals_and_what_feel_does_not_have_is_null():
    assert evaluate("x", {"x": {"a": [1, 0.1, True, None, {1, 2} & {1}]}}) == {"a": [Decimal(1), Decimal("0.1"), True, None, [Decimal(1)]]}
    assert evaluate("x", {"x": float("inf")}) is None
    assert evaluate("x", {"x": object()}) is None


def test_at_rest_values_are_json():
    value = evaluate('{d: date("2026-11-25"), m: duration("P1Y"), r: [1..2], f: function(x) x, l: [1.50]}')
    assert value["m"] == YearMonthDuration(12)
    assert to_json(value) == {"d": "2026-11-25", "m": "P1Y", "r": "[1..2]", "f": None, "l": [Decimal("1.50")]}


def test_beyond_the_calendar_of_the_standard_library():
    far = evaluate('date("999999999-12-31")')
    assert far == Date(999_999_999, 12, 31)
    with pytest.raises(OverflowError):
        to_python(far)
    assert evaluate('date("999999999-12-31") + duration("P1D")') is None
