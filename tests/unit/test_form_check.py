"""The check of answers: each type reads what people write, says what is wrong by a code, and takes nothing that was not asked."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FormRejected
from engine.model.ports import Option
from forms.check import FormCheck
from forms.lint import lint_form
from forms.registry import FIELD_TYPES

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # already the 24th in Tangerang
CHECK = FormCheck(zone=ZoneInfo("Asia/Jakarta"))
VALUES = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]


def check(component, value, variables=None, choices=lambda component: None):
    schema = {"id": "f", "components": [{"key": "x", "label": "X", **component}]}
    sent = {} if value is None else {"x": value}
    return CHECK.check(schema, sent, variables or {}, EvaluationTime(NOW), choices).answers.get("x", "absent")


def code(component, value, **options):
    with pytest.raises(FormRejected) as refusal:
        check(component, value, **options)
    (error,) = refusal.value.errors
    return error.code


@pytest.mark.parametrize(
    ("component", "sent", "answer"),
    [
        ({"type": "textfield"}, "  dua   kata\n", "dua kata"),
        ({"type": "textarea"}, "satu\r\n\r\ndua ", "satu\n\ndua"),
        ({"type": "textfield"}, "a\u202eb\x07", "ab"),
        ({"type": "textfield"}, "   ", None),
        ({"type": "number"}, "1.250", Decimal(1250)),
        ({"type": "number", "decimalDigits": 2}, "1.250,75", Decimal("1250.75")),
        ({"type": "number", "decimalDigits": 1}, "12,5", Decimal("12.5")),
        ({"type": "number"}, "Rp 1.500.000", Decimal(1500000)),
        ({"type": "number"}, 3, Decimal(3)),
        ({"type": "datetime"}, "2026-2-3", "2026-02-03"),
        ({"type": "datetime"}, "3-2-2026", "2026-02-03"),
        ({"type": "datetime"}, "03/02/2026", "2026-02-03"),
        ({"type": "datetime"}, "--", None),
        ({"type": "checkbox"}, "on", True),
        ({"type": "checkbox"}, None, False),
        ({"type": "radio", "values": VALUES}, "a", "a"),
        ({"type": "select", "values": VALUES}, ["b"], "b"),
        ({"type": "checklist", "values": VALUES}, ["b", "a", "b"], ["a", "b"]),
        ({"type": "checklist", "values": VALUES}, [], None),
        ({"type": "textfield", "properties": {"identifier": "nik"}}, "3603 9945 0890 0001", "3603994508900001"),
    ],
)
def test_what_people_write_is_understood(component, sent, answer):
    assert check(component, sent) == answer


@pytest.mark.parametrize(
    ("component", "sent", "wrong"),
    [
        ({"type": "textfield", "validate": {"required": True}}, " ", "REQUIRED"),
        ({"type": "textfield", "validate": {"maxLength": 3}}, "empat", "TOO_LONG"),
        ({"type": "textfield", "validate": {"minLength": 3}}, "du", "TOO_SHORT"),
        ({"type": "textfield", "validate": {"pattern": "[A-Z]+"}}, "kecil", "PATTERN"),
        ({"type": "textfield"}, {"a": 1}, "NOT_TEXT"),
        ({"type": "textfield"}, ["a", "b"], "NOT_ONE"),
        ({"type": "number"}, "dua kali", "NOT_NUMBER"),
        ({"type": "number"}, "1e5", "NOT_NUMBER"),
        ({"type": "number"}, "NaN", "NOT_NUMBER"),
        ({"type": "number"}, True, "NOT_NUMBER"),
        ({"type": "number"}, "1,5", "DECIMALS"),
        ({"type": "number", "validate": {"min": "=batas + 1"}}, "5", "TOO_SMALL"),
        ({"type": "number", "validate": {"max": 3}}, "5", "TOO_LARGE"),
        ({"type": "datetime"}, "31-2-2026", "NO_SUCH_DATE"),
        ({"type": "datetime"}, "besok pagi", "NOT_DATE"),
        ({"type": "datetime"}, "1-1-0001", "YEAR_AWAY"),
        ({"type": "datetime", "validate": {"max": "=today()"}}, "2026-11-25", "TOO_LATE"),
        ({"type": "datetime", "validate": {"min": "=today()"}}, "2026-11-23", "TOO_EARLY"),
        ({"type": "checkbox", "validate": {"required": True}}, None, "REQUIRED"),
        ({"type": "radio", "values": VALUES}, "c", "NOT_OFFERED"),
        ({"type": "checklist", "values": VALUES}, ["a", "c"], "NOT_OFFERED"),
        ({"type": "filepicker"}, "../../etc/passwd", "FILE_UNKNOWN"),
        ({"type": "alur-positions", "decision": "d"}, "nobody", "NOT_OFFERED"),
        ({"type": "textfield", "validate": {"feel": '=x = "ya"', "message": "m"}}, "tidak", "RULE"),
    ],
)
def test_what_does_not_fit_is_told_by_its_code(component, sent, wrong):
    assert (
        code(
            component,
            sent,
            variables={"batas": Decimal(5)},
            choices=lambda item: [Option(value="p", label="P")] if item["type"] == "alur-positions" else None,
        )
        == wrong
    )


def test_today_is_the_local_day():
    assert check({"type": "datetime", "validate": {"max": "=today()"}}, "2026-11-24") == "2026-11-24"


def test_hidden_fields_are_not_asked_and_not_taken():
    schema = {
        "id": "f",
        "components": [
            {"key": "pilih", "type": "radio", "label": "P", "values": VALUES},
            {"key": "lain", "type": "textfield", "label": "L", "validate": {"required": True}, "conditional": {"hide": '=pilih != "b"'}},
        ],
    }
    sent = {"pilih": "a", "lain": "diam-diam"}
    # null where nothing has the name, so that a condition may read it; what another step answered stays
    assert CHECK.check(schema, sent, {}, EvaluationTime(NOW), lambda c: None).answers == {"pilih": "a", "lain": None}
    assert CHECK.check(schema, sent, {"lain": "dulu"}, EvaluationTime(NOW), lambda c: None).answers == {"pilih": "a"}
    with pytest.raises(FormRejected):
        CHECK.check(schema, {"pilih": "b"}, {}, EvaluationTime(NOW), lambda c: None)


def test_every_error_comes_at_once_and_unknown_fields_are_errors():
    schema = {"id": "f", "components": [{"key": n, "type": "textfield", "label": n, "validate": {"required": True}} for n in "ab"]}
    with pytest.raises(FormRejected) as refusal:
        CHECK.check(schema, {"c": "x"}, {}, EvaluationTime(NOW), lambda c: None)
    assert {(error.field, error.code) for error in refusal.value.errors} == {("a", "REQUIRED"), ("b", "REQUIRED"), ("c", "UNKNOWN_FIELD")}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(kind=st.sampled_from(sorted(FIELD_TYPES)), value=json_values, required=st.booleans())
def test_no_answer_whatsoever_breaks_the_check(kind, value, required):
    component = {
        "key": "x",
        "label": "X",
        "type": "datetime" if kind == "date" else kind,
        "values": VALUES,
        "validate": {"required": required},
    }
    try:
        CHECK.check({"id": "f", "components": [component]}, {"x": value}, {}, EvaluationTime(NOW), lambda c: None)
    except FormRejected:
        pass


def test_a_wrong_schema_is_told():
    schema = {
        "id": "f",
        "components": [
            {"key": "a", "type": "radio", "label": "A"},
            {"key": "a", "type": "button", "label": "B"},
            {"type": "textfield", "label": "C"},
            {"key": "d", "type": "number", "validate": {"min": "=1 +"}, "properties": {"dataClass": "sensitive", "identifier": "x"}},
            {"key": "e", "type": "alur-positions", "label": "E"},
        ],
    }
    codes = {code for code, _field, _text in lint_form(schema)}
    assert codes == {
        "FIELD_OPTIONS",
        "FIELD_TWICE",
        "FIELD_TYPE",
        "FIELD_KEY",
        "FIELD_LABEL",
        "FIELD_IDENTIFIER",
        "FIELD_SENSITIVE",
        "FEEL_SYNTAX",
        "FIELD_DECISION",
    }
    assert lint_form({"id": "f"})[0][0] == "FORM_SHAPE"


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        ({"minLength": "x"}, True),
        ({"maxLength": "=len"}, False),
        ({"max": "1e3"}, False),
        ({"pattern": "(["}, True),
        ({"pattern": "[A-Z]+"}, False),
        ({"minLength": {}}, True),
        ({"maxLength": Decimal("1e99999999")}, True),
        ({"max": "Infinity"}, True),
        ({"minLength": -1}, True),
        ({"maxLength": "2.5"}, True),
    ],
)
def test_rules_that_cannot_be_read_are_found_before_anybody_answers(rules, wrong):
    schema = {"id": "f", "components": [{"type": "textfield", "key": "a", "label": "A", "validate": rules}]}
    assert ("FIELD_RULE" in [code for code, _field, _text in lint_form(schema)]) is wrong


@pytest.mark.parametrize(("limit", "wrong"), [("2026-12-31", False), ("=today()", False), ("", False), ("besok", True), (3, True)])
def test_limits_of_dates_are_dates(limit, wrong):
    schema = {"id": "f", "components": [{"type": "datetime", "key": "a", "dateLabel": "A", "validate": {"max": limit}}]}
    assert ("FIELD_RULE" in [code for code, _field, _text in lint_form(schema)]) is wrong


@pytest.mark.parametrize(
    ("count", "wrong"), [(1, False), ("6", False), ("", False), (None, False), ("x", True), (-1, True), (1.5, True), ([1], True)]
)
@pytest.mark.parametrize("name", ["ask", "first"])
def test_a_place_in_a_flow_and_how_many_are_in_sight_are_whole_numbers(name, count, wrong):
    schema = {"id": "f", "components": [{"type": "textfield", "key": "a", "label": "A", "properties": {name: count}}]}
    assert ("FIELD_RULE" in [code for code, _field, _text in lint_form(schema)]) is wrong


def test_a_number_of_too_many_digits_is_told():
    schema = {"id": "f", "components": [{"type": "number", "key": "a", "label": "A", "decimalDigits": Decimal("1e99999999")}]}
    assert "FIELD_RULE" in [code for code, _field, _text in lint_form(schema)]


@pytest.mark.parametrize("given", ["banyak", [1], {"a": 1}, True, "([", Decimal("1e99999999"), None])
@pytest.mark.parametrize(
    ("kind", "answer"),
    [("textfield", "kata"), ("textarea", "kata"), ("number", "12"), ("date", "2026-11-25")],
)
def test_a_limit_that_an_expression_does_not_give_stops_nobody(kind, answer, given):
    rules = dict.fromkeys(("minLength", "maxLength", "min", "max"), "=batas")
    assert check({"type": kind, "validate": rules}, answer, variables={"batas": given}) not in (None, "absent")


@pytest.mark.parametrize("sent", ["1e99999999", "-1e99999999", "1e-99999999", "0e99999999", "NaN", "1e19"])
def test_numbers_that_nobody_means_are_no_numbers(sent):
    assert code({"type": "number", "decimalDigits": 18}, Decimal(sent)) == "NOT_NUMBER"


def test_many_decimals_of_a_large_number_are_told():
    assert code({"type": "number", "decimalDigits": 18}, "999999999999999999,0000000000000000001") == "DECIMALS"
    assert check({"type": "number", "decimalDigits": 2}, "1,5000") == Decimal("1.5")


def test_a_pattern_that_an_expression_does_not_give_stops_nobody():
    assert check({"type": "textfield", "validate": {"pattern": "=pola"}}, "kata", variables={"pola": "(["}) == "kata"


def test_a_pattern_that_would_take_for_ever_matches_nothing():
    schema = {"id": "f", "components": [{"type": "textfield", "key": "a", "label": "A", "validate": {"pattern": "(a|aa)+$"}}]}
    with pytest.raises(FormRejected):
        CHECK.check(schema, {"a": "a" * 400 + "!"}, {}, EvaluationTime(NOW), lambda component: None)


@pytest.mark.parametrize(
    "component",
    [{"defaultValue": "=string(uuid())"}, {"validate": {"feel": "=a > random number()"}}, {"conditional": {"hide": "=uuid() = a"}}],
)
def test_a_function_of_chance_is_refused(component):
    schema = {"id": "f", "components": [{"type": "textfield", "key": "a", "label": "A", **component}]}
    [(code, field, sentence)] = lint_form(schema)
    assert (code, field) == ("FEEL_REFUSED", "a")
    assert "would give another value" in sentence


def test_a_sentence_begins_with_the_label_without_its_question_mark():
    with pytest.raises(FormRejected) as refusal:
        check({"type": "number", "label": "Berapa buah?"}, "dua kali")
    assert refusal.value.errors[0].values["label"] == "Berapa buah"
