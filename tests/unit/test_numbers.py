"""A number is what the person meant, or it is asked back: never another one (a comma between thousands once billed Rp250 for Rp250,000)."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FormRejected
from forms.check import FormCheck
from forms.field_type import Asked
from forms.registry import FIELD_TYPES, sentences
from webui.rendering.speaker import PageSpeaker

NOW, CHECK = datetime(2026, 11, 23, tzinfo=UTC), FormCheck(zone=ZoneInfo("Asia/Jakarta"))


def read(text, digits=0, appearance="", **limits):
    """The answer, or the code of what is asked back with its values."""
    field = {
        "key": "x",
        "label": "X",
        "type": "number",
        "decimalDigits": digits,
        "validate": limits,
        "properties": {"appearance": appearance},
    }
    try:
        answers = CHECK.check({"id": "f", "components": [field]}, {"x": text}, {}, EvaluationTime(NOW), lambda component: None).answers
    except FormRejected as refused:
        (error,) = refused.errors
        return error.code, error.values.get("first"), error.values.get("second")
    return answers["x"]


@pytest.mark.parametrize(
    ("text", "digits", "value"),
    [
        ("250.000", 0, 250_000),
        ("Rp. 50.000,-", 0, 50_000),
        ("Rp50.000,00", 0, 50_000),
        ("IDR 1.250.000", 0, 1_250_000),
        ("1,250,000", 0, 1_250_000),
        ("1 250 000", 0, 1_250_000),
        ("1\u00a0250\u00a0000", 0, 1_250_000),
        ("1'250'000", 0, 1_250_000),
        ("\u0661\u0662", 0, 12),
        ("\u200b12\u200e", 0, 12),
        ("-5", 0, -5),
        ("\u22125", 0, -5),
        ("250,00", 0, 250),
        ("0,125", 3, "0.125"),
        ("0.125", 3, "0.125"),
        ("12,5", 2, "12.5"),
        ("12.5", 2, "12.5"),
        ("1.250,75", 2, "1250.75"),
        ("1,250.75", 2, "1250.75"),
        ("12,500", 0, 12_500),
        ("250rb", 0, 250_000),
        ("1,5 jt", 0, 1_500_000),
        ("1.5JT", 0, 1_500_000),
        ("1 jt 250 rb", 0, 1_250_000),
        ("2792 jt 160 rb", 0, 2_792_160_000),
        ("1½ juta", 0, 1_500_000),
        ("setengah juta", 0, 500_000),
        ("250.000,- (dua ratus lima puluh ribu)", 0, 250_000),
        ("½", 1, "0.5"),
        ("4 ½", 1, "4.5"),
        ("0", 0, 0),
        ("007", 0, 7),
    ],
)
def test_what_can_be_read_in_one_way_is_read(text, digits, value):
    assert read(text, digits) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "digits", "first", "second"),
    [("250,000", 0, "250", "250.000"), ("1,000", 0, "1", "1.000"), ("12.500", 2, "12500", "12,5"), ("6,125", 3, "6,1250", "6125")],
)
def test_what_can_be_read_in_two_ways_is_asked_back_with_both(text, digits, first, second):
    assert read(text, digits) == ("TWO_READINGS", first, second)
    # each of the two that are offered is read in one way
    assert [read(written, digits) for written in (first, second)] == [Decimal(item) for item in _values(first, second)]
    assert "{first}" in sentences()["TWO_READINGS"].id


def _values(*written):
    return [item.replace(".", "").replace(",", ".") for item in written]


def test_limits_tell_which_coordinate_is_meant():
    assert read("-6,178", 6, "lat", min=-11, max=6) == Decimal("-6.178")
    assert read("106,625", 6, "lon", min=95, max=142) == Decimal("106.625")


def test_no_limit_guesses_which_number_with_decimals_is_meant():
    """12.500 of at most fifty metres may be millimetres."""
    assert read("12.500", 2, max=50) == ("TWO_READINGS", "12500", "12,5")
    assert read("6,125", 3, max=50) == ("TWO_READINGS", "6,1250", "6125")


def test_of_whole_numbers_no_limit_guesses():
    """1,000 pieces were taxed as one: nobody writes one so, even where a thousand is too many."""
    assert read("1,000", 0, max=100) == ("TWO_READINGS", "1", "1.000")
    assert read("250,000", 0, min=1000) == ("TWO_READINGS", "250", "250.000")


@pytest.mark.parametrize(
    ("value", "asked", "shown"),
    [
        (Decimal(250_000), {}, "250.000"),
        (Decimal("1250.750"), {}, "1250,75"),
        (2026, {}, "2026"),
        (Decimal("-6.178"), {}, "-6,178"),
        (Decimal("0.1234567"), {}, "0,1234567"),
        (Decimal(2026), {"suffix": "m²"}, "2.026 m²"),
        (Decimal("1250.5"), {"suffix": "m²"}, "1.250,5 m²"),
        (Decimal(250_000), {"prefix": "Rp"}, "Rp250.000"),
        (Decimal(-250_000), {"prefix": "Rp"}, "-Rp250.000"),
        (Decimal(2_500_000), {"prefix": "Rp"}, "Rp2.500.000 (dua juta lima ratus ribu rupiah)"),
        ("dua kali", {"prefix": "Rp"}, "dua kali"),
        ("250,000", {"prefix": "Rp"}, "250,000"),
    ],
)
def test_the_check_page_shows_the_value_as_it_will_count(value, asked, shown):
    assert FIELD_TYPES["number"].summarise(value, Asked(**asked), PageSpeaker()) == shown


@pytest.mark.parametrize("text", ["dua kali", "1e5", "1.25.000", "1,2,3", "--5", "Rp", "12abc", "1..2", "250.0000", "1.250.00"])
def test_what_is_no_number_is_told(text):
    assert read(text)[0] in ("NOT_NUMBER", "DECIMALS")
