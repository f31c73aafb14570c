"""Times of day, days with their time and fixed fields are drawn, collected, shown again and said, in both languages."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import render_template_string

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FormRejected
from forms.check import FormCheck
from webui.rendering.answer_rows import answer_rows
from webui.rendering.form_view import view_form
from webui.tasklist.answers import collect

NOW, CHECK = EvaluationTime(datetime(2026, 11, 23, tzinfo=UTC)), FormCheck(zone=ZoneInfo("Asia/Jakarta"))
SCHEMA = {
    "id": "f",
    "components": [
        {"type": "datetime", "subtype": "time", "key": "jam", "timeLabel": "Pukul berapa bayi lahir?", "validate": {"required": True}},
        {"type": "datetime", "subtype": "datetime", "key": "temu", "dateLabel": "Waktu temu"},
        {
            "type": "number",
            "key": "tetap",
            "label": "Biaya",
            "readonly": True,
            "defaultValue": "=10 * 1000",
            "appearance": {"prefixAdorner": "Rp"},
        },
        {"type": "textfield", "key": "mati", "label": "Nomor lama", "disabled": True, "defaultValue": "A-1"},
    ],
}
SENT = {"jam": "jam 7", "temu-day": "17", "temu-month": "11", "temu-year": "2026", "temu-time": "14.30", "tetap": "1"}


def page(typed, errors=()):
    form = view_form(SCHEMA, texts={}, options={}, variables={}, typed=typed, time=NOW, errors=errors)
    return render_template_string(
        '{% import "parts/form.html" as forms with context %}{{ forms.summary(form) }}{{ forms.questions(form) }}', form=form
    )


@pytest.mark.parametrize(
    ("language", "asked", "said", "moment"),
    [
        ("id", "jam 7 dapat pagi atau sore", "pukul 07.00", "Selasa, 17 November 2026, pukul 14.30"),
        ("en", "jam 7 can be in the morning or in the evening", "07:00", "Tuesday, 17 November 2026 at 14:30"),
    ],
)
def test_what_was_typed_is_asked_back_shown_again_and_said(web, language, asked, said, moment):
    with web.test_request_context("/", method="POST", data=SENT, headers={"Cookie": f"bahasa={language}"}):
        typed, _refused = collect(SCHEMA)
        with pytest.raises(FormRejected) as refusal:
            CHECK.check(SCHEMA, typed, {}, NOW, lambda component: None)
        (error,) = refusal.value.errors
        drawn = page(typed, [error])
        assert asked in drawn
        for control in ('value="jam 7"', 'value="jam=07.00"', 'value="jam=19.00"', 'id="temu-time"', 'value="14.30"', 'value="2026"'):
            assert control in drawn, control
        assert 'name="tetap"' not in drawn
        assert 'name="mati"' not in drawn
        assert ("Rp10.000" if language == "id" else "Rp10,000") in drawn
        assert "A-1" in drawn
    with web.test_request_context("/", method="POST", data={**SENT, "maksud": "jam=07.00"}, headers={"Cookie": f"bahasa={language}"}):
        typed, _refused = collect(SCHEMA)
        answers = CHECK.check(SCHEMA, typed, {}, NOW, lambda component: None).answers
        assert {name: str(value) for name, value in answers.items()} == {
            "jam": "07:00:00", "temu": "2026-11-17T14:30:00+07:00", "tetap": "10000", "mati": "None",
        }  # fmt: skip
        rows = {row.key: row.value for row in answer_rows(SCHEMA, texts={}, answers=answers, files={}, time=NOW)}
        assert (rows["jam"], rows["temu"]) == (said, moment)
        again = page(answers)
        assert 'value="14:30"' in again
        assert 'value="07:00"' in again


def test_a_time_alone_is_told_that_its_day_lacks(web):
    with web.test_request_context("/", method="POST", data={"jam": "7.15", "temu-time": "14.30"}):
        typed, _refused = collect(SCHEMA)
        with pytest.raises(FormRejected) as refusal:
            CHECK.check(SCHEMA, typed, {}, NOW, lambda component: None)
        assert [(error.field, error.code) for error in refusal.value.errors] == [("temu", "NOT_MOMENT")]
