"""Rules of retention are read or refused, never kept unread."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.retention import RetentionUnread, read_retention
from forms.lint import lint_form

ENDED = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "ends", "fate", "long"),
    [
        ("2+3 musnah", "2031-11-23", "DESTROY", False),
        (" 2 + 3  Musnah ", "2031-11-23", "DESTROY", False),
        ("7 musnah", "2033-11-23", "DESTROY", False),
        ("5+5 musnah", "2036-11-23", "DESTROY", True),
        ("18 bulan musnah", "2028-05-23", "DESTROY", False),
        ("30 hari musnah", "2026-12-23", "DESTROY", False),
        ("2 tahun + 6 bulan dinilai kembali", "2029-05-23", "JUDGE", False),
        ("5 permanen", "2031-11-23", "ARCHIVE", False),
        ("permanen", "2026-11-23", "ARCHIVE", False),
    ],
)
def test_a_rule_says_when_its_time_is_over_and_what_then(text, ends, fate, long):
    rule = read_retention(text)
    assert (rule.ends(ENDED).isoformat(), rule.fate, rule.long) == (ends, fate, long)


@pytest.mark.parametrize(
    "text", ["selamanya", "musnah", "0 musnah", "2+3", "7 tahun", "-1 musnah", "2+ musnah", "999 musnah", "7 musnah!", "7.5 musnah"]
)
def test_what_nobody_could_act_on_is_refused(text):
    with pytest.raises(RetentionUnread):
        read_retention(text)
    field = {"type": "textfield", "key": "a", "label": "A", "properties": {"dataClass": "internal", "retention": text}}
    codes = [code for code, _field, _sentence in lint_form({"id": "f", "type": "default", "components": [field]})]
    assert codes == ["FIELD_RETENTION"]


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_written_is_no_rule(text):
    assert read_retention(text) is None


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 99))
def test_no_time_is_over_too_early(ended, years):
    over = read_retention(f"{years} musnah").ends(ended)
    assert (over.year - ended.year, (over.month, over.day) >= (ended.month, ended.day)) == (years, True)
