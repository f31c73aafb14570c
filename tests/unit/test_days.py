"""A day is what the person meant, or it is asked back: day before month, months by name, never a guessed century."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FormRejected
from forms.check import FormCheck
from forms.form import Field
from forms.registry import FIELD_TYPES

NOW, CHECK = datetime(2026, 11, 23, tzinfo=UTC), FormCheck(zone=ZoneInfo("Asia/Jakarta"))


def read(text, **limits):
    """The answer, or the code of what is refused with the days that are offered."""
    field = {"key": "x", "label": "X", "type": "datetime", "validate": limits}
    try:
        return CHECK.check({"id": "f", "components": [field]}, {"x": text}, {}, EvaluationTime(NOW), lambda component: None).answers["x"]
    except FormRejected as refused:
        (error,) = refused.errors
        return error.code, *(sent for sent, _value in error.values.get("readings", ()))


@pytest.mark.parametrize(
    "text",
    [
        "17 11 2026",
        "17-11-2026",
        "17/11/2026",
        "17.11.2026",
        "2026-11-17",
        "2026/11/17",
        "17112026",
        "20261117",
        "17 Nov 2026",
        "17 nop 2026",
        "17 November 2026",
        "17 Nopember 2026",
        "17-Nov-2026",
        "17 XI 2026",
        "November 17, 2026",
        "Nov 17th, 2026",
        "Selasa, 17 November 2026",
        "hari Selasa tanggal 17-11-2026",
        "Tgl. 17 Nov. 2026",
        "Tuesday 17 November 2026",
        "\u200b17\u00a0November\u00a02026",
        "١٧-١١-٢٠٢٦",
    ],
)
def test_a_day_is_read_however_it_is_written(text):
    assert read(text) == "2026-11-17"


@pytest.mark.parametrize(
    ("text", "day"), [("17 Mei 2026", "2026-05-17"), ("05/06/2026", "2026-06-05"), ("1-1-2026", "2026-01-01"), ("29 2 2028", "2028-02-29")]
)
def test_day_comes_before_month(text, day):
    assert read(text) == day


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("1-1-26", ("SHORT_YEAR", "2026-01-01", "1926-01-01")),
        ("17 Agustus 45", ("SHORT_YEAR", "2045-08-17", "1945-08-17")),
        ("3/4/85", ("SHORT_YEAR", "1985-04-03", "2085-04-03")),
        ("11/23/2026", ("MONTH_FIRST", "2026-11-23")),
    ],
)
def test_what_can_be_meant_in_two_ways_is_asked_back_with_the_days(text, asked):
    assert read(text) == asked
    assert [read(offered) for offered in asked[1:]] == list(asked[1:])


def test_limits_leave_out_what_cannot_be_meant_and_never_choose():
    assert read("3/4/85", max="=today()") == ("SHORT_YEAR", "1985-04-03")
    assert read("1-1-26", min='=date("2026-12-01")', max='=date("2026-12-31")')[0] == "TOO_EARLY"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31 2 2026", "NO_SUCH_DATE"),
        ("29 Februari 2026", "NO_SUCH_DATE"),
        ("13/13/2026", "NO_SUCH_DATE"),
        ("1 1 2199", "YEAR_AWAY"),
        ("1-1-0001", "YEAR_AWAY"),
        ("17 Nov", "DATE_INCOMPLETE"),
        ("Mei 2026", "DATE_INCOMPLETE"),
        ("2026", "DATE_INCOMPLETE"),
        ("besok pagi", "NOT_DATE"),
        ("17 Novembr 2026", "NOT_DATE"),
        ("17112026 10:00", "NOT_DATE"),
        ("0-0-2026", "NO_SUCH_DATE"),
        ("1/1/202", "NOT_DATE"),
        ("99999999", "NOT_DATE"),
    ],
)
def test_what_is_no_day_is_told_by_a_sentence_of_its_own(text, code):
    assert read(text) == (code,)


@pytest.mark.parametrize(
    ("parts", "typed"),
    [
        (("1", "1", "2026"), "2026-1-1"),
        (("17", "Mei", "2026"), "2026-Mei-17"),
        (("1", "1", "26"), "1/1/26"),
        (("17 Nov 2026", "", ""), "17 Nov 2026"),
        (("17", "", ""), "17"),
        (("", "", ""), None),
    ],
)
def test_three_controls_are_one_text(parts, typed):
    sent = dict(zip(("x-day", "x-month", "x-year"), parts, strict=True))
    assert FIELD_TYPES["datetime"].collect(Field(key="x", type="datetime", label="X"), sent) == typed
