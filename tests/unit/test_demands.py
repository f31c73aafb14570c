"""A question that must be answered only in some cases says in which: nobody reads `boleh kosong` and is refused for leaving it empty."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FormRejected
from forms.check import FormCheck
from forms.demands.condition_words import Asked, condition_words
from forms.demands.requirements import requirement_of
from forms.printing import Writer
from forms.registry import type_of
from forms.schema import read_form

ZONE = ZoneInfo("Asia/Jakarta")
NOW = EvaluationTime(datetime(2026, 11, 23, tzinfo=UTC))
REQUIRED = {"required": True}
OTHERS = [
    {"type": "select", "key": "j", "label": "Jenis?", "values": [{"value": value, "label": value.upper()} for value in "abc"]},
    {"type": "number", "key": "n", "label": "Banyaknya"},
    {"type": "checkbox", "key": "k", "label": "Rokok"},
    {"type": "checklist", "key": "l", "label": "Hari", "values": [{"value": "sn", "label": "Senin"}]},
]


def schema(**own):
    return {"id": "f", "components": [*OTHERS, {"type": "textfield", "key": "x", "label": "X", **own}]}


def said(language="id", **own):
    form = read_form(schema(**own))
    found = requirement_of(form.field("x"))
    asked = {item.key: Asked(label=item.label, options=item.options, ticked=type_of(item.type).always) for item in form.fields}
    return found if isinstance(found, bool) else condition_words(found, asked, Writer(language=language, zone=ZONE))


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({}, False),
        ({"validate": REQUIRED}, True),
        ({"validate": REQUIRED, "conditional": {"hide": '=j != "a"'}}, "Jenis: A"),
        ({"validate": REQUIRED, "conditional": {"hide": 'j = "a"'}}, "Jenis: B atau C"),
        ({"validate": {"feel": '=not(j = "a") or x != null'}}, "Jenis: A"),
        ({"validate": {"feel": '=if j = "a" then x != null else true'}}, "Jenis: A"),
        ({"validate": {"feel": "=x = null or n > 3"}}, False),
        ({"validate": {"feel": "=string length(x) > 3"}}, True),
        ({"validate": {"feel": '=k = false or x = "setuju"'}}, "“Rokok” dicentang"),
        ({"validate": {"feel": "=k or x != null"}}, "“Rokok” tidak dicentang"),
        ({"validate": REQUIRED, "conditional": {"hide": '=n < 5 or j = "c"'}}, "Banyaknya paling sedikit 5, dan Jenis: A atau B"),
        ({"validate": REQUIRED, "conditional": {"hide": '=not(j in ("a", "b"))'}}, "Jenis: A atau B"),
        ({"validate": REQUIRED, "conditional": {"hide": '=not(list contains(l, "sn"))'}}, "Hari memuat Senin"),
        ({"validate": REQUIRED, "conditional": {"hide": "=n * 2 < 12500"}}, "Banyaknya × 2 paling sedikit 12.500"),
        ({"validate": REQUIRED, "conditional": {"hide": "=n = null"}}, "Banyaknya diisi"),
        ({"validate": REQUIRED, "conditional": {"hide": "=true"}}, False),
        ({"validate": REQUIRED, "conditional": {"hide": '=elsewhere != "a"'}}, ""),
    ],
)
def test_when_a_field_must_be_answered_is_said_in_words(own, words):
    assert said(**own) == words


def test_it_is_said_in_english_too():
    assert said("en", validate=REQUIRED, conditional={"hide": '=j = "a" or k'}) == "Jenis: B or C, and “Rokok” is not ticked"


@pytest.mark.parametrize("hide", ['=j != "a"', "=n < 5", "=k", '=not(j in ("a", "b"))', '=n < 5 or j = "c"', "=n = null", "=j = null"])
@pytest.mark.parametrize("answers", [{}, {"j": "a"}, {"j": "c", "n": "7"}, {"n": "4", "k": "true"}, {"j": "b", "n": "5"}])
def test_what_is_said_is_what_the_check_demands(hide, answers):
    """For what a page shows: hidden and required, and a rule over the field, demand the same in the same cases."""
    refused = []
    for own in ({"validate": REQUIRED, "conditional": {"hide": hide}}, {"validate": {"feel": f"=({hide[1:]}) or x != null"}}):
        assert isinstance(said(**own), str)
        try:
            FormCheck(zone=ZONE).check(schema(**own), answers, {}, NOW, lambda item: None)
            refused.append(False)
        except FormRejected as wrong:
            refused.append([error.field for error in wrong.errors] == ["x"])
    assert refused[0] == refused[1]
