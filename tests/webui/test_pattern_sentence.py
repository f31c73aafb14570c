"""A field with a pattern says what its author wrote for an answer that does not fit (form-js: patternErrorMessage)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FormRejected
from forms.check import FormCheck
from webui.rendering.form_view import view_form

NOW = EvaluationTime(datetime(2026, 11, 23, tzinfo=UTC))
OWN = "Tulis dua huruf dan tiga angka, misalnya AB123."


def told(texts=(), **validate):
    field = {
        "type": "textfield",
        "key": "x",
        "label": "Kode",
        "description": "Pada stiker",
        "validate": {"pattern": "[A-Z]{2}[0-9]{3}", **validate},
    }
    form = {"id": "f", "components": [field]}
    with pytest.raises(FormRejected) as refused:
        FormCheck(zone=ZoneInfo("Asia/Jakarta")).check(form, {"x": "1"}, {}, NOW, lambda item: None)
    shown = view_form(form, texts=dict(texts), options={}, variables={}, typed={"x": "1"}, time=NOW, errors=refused.value.errors)
    return shown.asked[0].error


def test_the_fields_own_sentence_is_said():
    assert told(patternErrorMessage=OWN) == OWN
    assert told(patternErrorMessage=OWN, validationType="custom") == OWN
    assert told([("id", {"f.x.error.PATTERN": "Dari bahasanya."})], patternErrorMessage=OWN) == "Dari bahasanya."


def test_without_one_the_hint_is():
    assert told() == "Kode: isian ini belum sesuai. Pada stiker"
    assert told(patternErrorMessage="") == "Kode: isian ini belum sesuai. Pada stiker"
