"""Characters that look like something else: raised digits, marks that nobody sees, a comma without a figure before it (findings: values V12)."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FormRejected
from forms.check import FormCheck

NOW, CHECK = EvaluationTime(datetime(2026, 11, 23, tzinfo=UTC)), FormCheck(zone=ZoneInfo("Asia/Jakarta"))
NUMBER = {"type": "number", "decimalDigits": 3}
AREA = {"type": "number", "decimalDigits": 2, "appearance": {"suffixAdorner": "m²"}}
MONEY = {"type": "number", "appearance": {"prefixAdorner": "Rp"}}


def identifier(kind):
    return {"type": "textfield", "properties": {"identifier": kind}}


def read(field, value):
    form = {"id": "f", "components": [{"key": "x", "label": "X", **field}]}
    try:
        return CHECK.check(form, {"x": value}, {}, NOW, lambda item: None).answers["x"]
    except FormRejected as refused:
        return refused.errors[0].code


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        *((NUMBER, text, "NOT_NUMBER") for text in ("2²", "2³", "³", "5₂", "1.5²", "1/2", ",", ".500", "1..5")),
        (NUMBER, "2½", Decimal("2.5")),
        (NUMBER, ",5", Decimal("0.5")),
        (NUMBER, "-.25", Decimal("-0.25")),
        (MONEY, ",50", "NOT_NUMBER"),
        *((AREA, text, Decimal("4.5")) for text in ("4,5 m²", "4,5 m2", "4,5M²", "４，５ m²")),
        (AREA, "4,5²", "NOT_NUMBER"),
        *((identifier("nik"), text, "NOT_DIGITS") for text in ("360328231126000²", "3603282311260001¹")),
        (identifier("nik"), "'3603282311260001", "3603282311260001"),
        (identifier("kodepos"), "1572⁰", "NOT_DIGITS"),
        (identifier("telepon"), "'081234567890", "+6281234567890"),
        (identifier("telepon"), "081234567890²", "NOT_PHONE"),
        (identifier("email"), "siti@@contoh.id", "EMAIL_SLIP"),
        (identifier("email"), '"siti a"@contoh.id', "EMAIL_LOCAL"),
        (identifier("email"), "siti@contoh.id dewi@contoh.id", "EMAIL_TWO"),
        ({"type": "textfield"}, "\ufeffDewi\u200b Ang\u00adgraini\u200f", "Dewi Anggraini"),
        ({"type": "textfield"}, "\u202eDewi", "Dewi"),
        ({"type": "textfield"}, "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ({"type": "textarea"}, "baris\u200b satu\r\nbaris dua", "baris satu\nbaris dua"),
    ],
)
def test_what_is_pasted_is_what_was_meant_or_is_told(field, typed, meant):
    assert read(field, typed) == meant
