"""Every setting of form-js is executed, only drawn, or told by the linter: none is ignored without a word."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FormRejected
from forms.check import FormCheck
from forms.layout import lay_out
from forms.lint import lint_form
from forms.registry import FIELD_TYPES
from forms.schema import read_form
from forms.settings_of_form_js import DRAWN, EXECUTED, TOLD
from webui.rendering.short_markdown import short_markdown

NOW = EvaluationTime(datetime(2026, 11, 23, tzinfo=UTC))
CHECK = FormCheck(zone=ZoneInfo("Asia/Jakarta"))
#: the properties of a component in the JSON schema of form-js 1.23, and what its panel writes besides
OF_THE_SCHEMA = frozenset(
    """type id label description key readonly disabled text defaultValue action source alt url subtype dateLabel timeLabel use24h
    timeSerializingFormat timeInterval disallowPassedDates increment decimalDigits serializeToString searchable valuesKey valuesExpression
    height components path showOutline verticalAlignment layout values properties columns columnsExpression rowCount dataSource content
    accept multiple isRepeating defaultRepetitions allowAddRemove disableCollapse nonCollapsedItems security endpointKey title maxHeight
    validate.required validate.validationType validate.pattern validate.patternErrorMessage validate.minLength validate.maxLength validate.min validate.max
    appearance.prefixAdorner appearance.suffixAdorner conditional.hide""".split()
)


def schema(**component):
    return {"id": "f", "components": [{"type": "textfield", "key": "x", "label": "X", **component}]}


def read(value, variables=None, **component):
    try:
        return CHECK.check(schema(**component), {"x": value}, variables or {}, NOW, lambda item: None).answers["x"]
    except FormRejected as refused:
        return refused.errors[0].code


def shown(variables=None, typed=None, **component):
    return lay_out(read_form(schema(**component)), typed or {}, variables or {}, NOW, lambda item: None, lambda key, text: text)[0]


def test_each_setting_has_one_fate():
    assert sorted([*EXECUTED, *DRAWN, *TOLD]) == sorted({*EXECUTED, *DRAWN, *TOLD}), "one each"
    assert {*EXECUTED, *DRAWN, *TOLD} == OF_THE_SCHEMA


@pytest.mark.parametrize("path", sorted(TOLD))
def test_what_is_not_executed_is_told(path):
    found = lint_form(schema(**{path: "x"}))
    assert [code for code, field, text in found if path in text] == ["FIELD_SETTING"]
    assert lint_form(schema(**{path: False})) == [], "what is off says nothing"


@pytest.mark.parametrize("path", sorted(DRAWN))
def test_what_is_only_drawn_is_told_to_nobody(path):
    assert lint_form(schema(**{path: {} if path == "layout" else "x"})) == []


def test_settings_that_were_once_dropped_without_a_word_are_told():
    """A form of an analyst, as the editor wrote it."""
    components = [
        {"type": "datetime", "subtype": "time", "timeLabel": "Pukul berapa bayi lahir", "key": "jam"},
        {
            "type": "datetime",
            "subtype": "datetime",
            "dateLabel": "Waktu lahir",
            "timeLabel": "Jam",
            "key": "waktu",
            "disallowPassedDates": True,
        },
        {"type": "textfield", "key": "kunci", "label": "Tetap", "readonly": True, "defaultValue": "tetap"},
        {"type": "textfield", "key": "mati", "label": "Mati", "disabled": True},
        {"type": "select", "key": "desa", "label": "Desa", "valuesExpression": "=daftar_desa"},
        {"type": "radio", "key": "kelamin", "label": "Kelamin", "valuesKey": "pilihan"},
        {"type": "filepicker", "key": "foto", "label": "Foto", "accept": ".jpg", "multiple": True},
        {"type": "text", "text": "Halo **{{nama}}**", "id": "F12"},
    ]
    told = [
        (field, text.split("'")[1]) for code, field, text in lint_form({"id": "f", "components": components}) if code == "FIELD_SETTING"
    ]
    assert told == [
        ("desa", "valuesExpression"),
        ("kelamin", "valuesKey"),
        ("foto", "accept"),
        ("F12", "text"),
    ]


@pytest.mark.parametrize("name", ["label", "description", "text"])
def test_values_in_braces_are_told(name):
    assert "FIELD_SETTING" in [code for code, _field, _text in lint_form(schema(**{name: "Halo {{nama}}"}))]


@pytest.mark.parametrize(
    ("component", "typed", "answer"),
    [
        ({"type": "datetime", "disallowPassedDates": True}, "22 11 2026", "TOO_EARLY"),
        ({"type": "datetime", "disallowPassedDates": True}, "23 11 2026", "2026-11-23"),
        ({"type": "datetime", "disallowPassedDates": False}, "22 11 2026", "2026-11-22"),
        ({"type": "datetime", "subtype": "time"}, "14.30", "14:30:00"),
        ({"type": "datetime", "subtype": "time"}, "jam 2 siang", "14:00:00"),
        ({"type": "datetime", "subtype": "time"}, "jam 7", "TWO_TIMES"),
        ({"type": "datetime", "subtype": "time"}, "14.30 WITA", "OTHER_ZONE"),
        ({"type": "datetime", "subtype": "time"}, "besok", "NOT_TIME"),
        ({"type": "datetime", "subtype": "time", "validate": {"min": "08:00"}}, "jam 7", "TWO_TIMES"),
        ({"type": "datetime", "subtype": "time", "validate": {"min": "08:00", "max": "16:00"}}, "7.59", "TOO_SOON"),
        ({"type": "datetime", "subtype": "time", "validate": {"max": "16:00"}}, "16.01", "TOO_FAR"),
        ({"type": "datetime", "subtype": "datetime"}, "17 Nov 2026 14.30", "2026-11-17T14:30:00+07:00"),
        ({"type": "datetime", "subtype": "datetime"}, "2026-11-17T07:30:00Z", "2026-11-17T14:30:00+07:00"),
        ({"type": "datetime", "subtype": "datetime"}, "17 Nov 2026", "TIME_LACKS"),
        ({"type": "datetime", "subtype": "datetime"}, "kemarin sore", "NOT_MOMENT"),
        ({"type": "datetime", "subtype": "datetime"}, "17/11/26 jam 7", "SHORT_YEAR"),
        ({"type": "datetime", "subtype": "datetime", "disallowPassedDates": True}, "22 11 2026 14.30", "TOO_EARLY"),
        ({"readonly": True, "defaultValue": "tetap"}, "lain", "tetap"),
        ({"readonly": True, "defaultValue": "=1 + 1", "type": "number"}, "99", Decimal(2)),
        ({"readonly": True, "validate": {"required": True}}, "lain", None),
        ({"readonly": "=false", "defaultValue": "tetap"}, "lain", "lain"),
        ({"disabled": True, "defaultValue": "tetap"}, "lain", None),
        ({"validate": {"validationType": "email"}}, "siti", "EMAIL_AT"),
        ({"validate": {"validationType": "email"}}, "Siti@contoh.example", "siti@contoh.example"),
        ({"validate": {"validationType": "phone"}}, "(021) 555-1234", "+62215551234"),
        ({"validate": {"validationType": "phone"}}, "555", "PHONE_AREA"),
        ({"validate": {"validationType": "custom", "pattern": "[A-Z]+"}}, "abc", "PATTERN"),
        ({"type": "number", "increment": "50"}, "125", "STEP"),
        ({"type": "number", "increment": "50"}, "150", Decimal(150)),
        ({"type": "number", "increment": "0.05", "decimalDigits": 2}, "0,15", Decimal("0.15")),
        ({"type": "number", "increment": "0." + "0" * 28 + "1", "decimalDigits": 2}, "999999999999999999", Decimal(999999999999999999)),
        ({"type": "number", "increment": "x"}, "125", Decimal(125)),
    ],
)
def test_what_is_executed_counts(component, typed, answer):
    assert read(typed, **component) == answer


def test_words_may_be_expressions_over_what_is_known():
    label = '=if kelamin = "l" then "Putra" else "Putri"'
    assert shown(variables={"kelamin": "l"}, label=label).label == "Putra"
    assert shown(typed={"kelamin": "p"}, description=label).hint == "Putri"
    assert [code for code, _field, _text in lint_form(schema(label="=1 +"))] == ["FEEL_SYNTAX"]


@pytest.mark.parametrize(
    ("component", "value"),
    [
        ({"type": "checklist", "values": [{"value": "a"}], "defaultValue": ["a"]}, ["a"]),
        ({"type": "checkbox", "defaultValue": True}, True),
        ({"type": "number", "defaultValue": 3}, 3),
        ({"defaultValue": "=1 + 1"}, 2),
        ({"defaultValue": "tetap"}, "tetap"),
    ],
)
def test_a_default_is_offered_as_it_is(component, value):
    assert shown(**component).value == value


def test_what_stands_before_and_behind_a_number_is_shown():
    view = shown(type="number", appearance={"prefixAdorner": "Rp", "suffixAdorner": '="/" + satuan'}, variables={"satuan": "m²"})
    assert (view.prefix, view.suffix) == ("Rp", "/m²")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("# Judul", '<h2 class="govuk-heading-m">Judul</h2>'),
        ("Baca **dulu**, _lalu_ isi.\nBaris", '<p class="govuk-body">Baca <strong>dulu</strong>, <em>lalu</em> isi.<br>Baris</p>'),
        ("- satu\n- dua", '<ul class="govuk-list govuk-list--bullet"><li>satu</li><li>dua</li></ul>'),
        (
            "[ini](https://contoh.example/a_b_c?x=*1*)",
            '<p class="govuk-body"><a class="govuk-link" href="https://contoh.example/a_b_c?x=*1*">ini</a></p>',
        ),
        ("[ini](javascript:alert(1))", '<p class="govuk-body">[ini](javascript:alert(1))</p>'),
        ("[ini](//contoh.example)", '<p class="govuk-body">[ini](//contoh.example)</p>'),
        ('<b onclick="x">', '<p class="govuk-body">&lt;b onclick=&#34;x&#34;&gt;</p>'),
        (
            '[a](https://x.example/"onclick="x)',
            '<p class="govuk-body"><a class="govuk-link" href="https://x.example/&#34;onclick=&#34;x">a</a></p>',
        ),
        ("2 * 3 * 4 dan nama_berkas_baru", '<p class="govuk-body">2 * 3 * 4 dan nama_berkas_baru</p>'),
        ("", ""),
    ],
)
def test_texts_are_drawn_with_their_marks_and_nothing_else(text, drawn):
    assert str(short_markdown(text)) == drawn


def test_the_text_between_questions_is_drawn_by_its_type():
    assert FIELD_TYPES["text"].template == "parts/fields/text.html"
