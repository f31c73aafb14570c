"""What a decision does for a process: texts of forms in typed columns, and everything after which a result may not be used."""

from datetime import date
from decimal import Decimal

import pytest

from engine.dmn.decision import Decision, DecisionFailed
from engine.feel.values import to_python
from tests.support.tables import model, table, table_model

AGES = [("< 18", '"anak"'), ("[18..60)", '"dewasa"'), (">= 60", '"lansia"'), ("-", '"lain"')]


def decide(made, **variables):
    return to_python(Decision("keputusan", made).evaluate(variables).value)


def first(rows, kind, column="a", **options):
    return table_model(rows, inputs={column: kind}, policy="FIRST", **options)


def fails(made, **variables):
    with pytest.raises(DecisionFailed) as failed:
        decide(made, **variables)
    return str(failed.value)


@pytest.mark.parametrize(
    ("kind", "cell", "given"),
    [
        ("number", "24", "24"),
        ("number", "< 30", "24.5"),
        ("integer", "[20..30]", "24"),
        ("double", "< 0", "-0.5"),
        ("number", "> 1", ["24"]),
        ("date", '[date("2026-01-01")..date("2026-12-31")]', "2026-03-01"),
        ("date", '> date("2026-01-01")', date(2026, 3, 1)),
        ("time", '< time("12:00:00")', "08:30:00"),
        ("dateTime", '> date and time("2026-01-01T00:00:00")', "2026-03-01T08:30:00"),
        ("dateTime", '= date and time("2026-03-01T00:00:00")', "2026-03-01"),
        ("dayTimeDuration", '<= duration("P2D")', "PT30H"),
        ("yearMonthDuration", '> duration("P1Y")', "P14M"),
        ("boolean", "true", "true"),
        ("string", '"24"', 24),
        ("string", '"true"', True),
        ("string", '"2026-03-01"', date(2026, 3, 1)),
    ],
)
def test_a_text_in_a_typed_column_is_a_value_of_its_type(kind, cell, given):
    cell = cell.removeprefix("= ")
    assert decide(first([(cell, '"ya"'), ("-", '"lain"')], kind), a=given) == "ya"


@pytest.mark.parametrize(
    ("kind", "given", "read"),
    [
        ("number", "dua", '"dua", a string'),
        ("number", "1.250,5", '"1.250,5"'),
        ("number", "", '"", a string'),
        ("number", True, "true, a boolean"),
        ("number", ["1", "2"], '["1", "2"], a list'),
        ("date", "2026-02-30", '"2026-02-30"'),
        ("date", "01-03-2026", '"01-03-2026"'),
        ("date", "2026-03-01T08:00:00", "2026-03-01T08"),
        ("boolean", "ya", '"ya"'),
        ("time", "8.30", '"8.30"'),
        ("string", {"x": 1}, "a context"),
    ],
)
def test_what_cannot_be_read_stops_and_names_decision_column_expression_and_value(kind, given, read):
    message = fails(table_model([("-", '"lain"')], inputs={"a": kind}), a=given)
    assert "'keputusan'" in message
    assert "column 'a'" in message
    assert kind in message
    assert read in message


def test_null_stays_null_in_a_typed_column():
    made = first([("null", '"kosong"'), ("-", '"lain"')], "date")
    assert decide(made, a=None) == "kosong"
    assert decide(made) == "kosong"


def test_the_standard_itself_makes_such_a_text_null():
    made = first(AGES, "number")
    assert made.evaluate("keputusan", {"a": "24"}) == "lain"
    outcome = made.decide("keputusan", {"a": "24"})
    assert outcome.faults
    assert "24" in outcome.faults[0]


def test_the_expression_of_a_column_is_converted_wherever_its_value_comes_from():
    made = first([('>= date("2026-01-01")', '"baru"'), ("-", '"lama"')], "date", column="pemohon.mulai")
    assert decide(made, pemohon={"mulai": "2026-03-01"}) == "baru"
    message = fails(made, pemohon={"mulai": "besok"})
    assert "pemohon.mulai" in message
    assert "besok" in message


def test_a_column_that_cannot_be_computed_stops():
    message = fails(first([("> 5", '"besar"'), ("-", '"kecil"')], "number", column="luas * 2"), luas="tiga")
    assert "luas * 2" in message
    assert "does not fit a string" in message


def test_input_data_and_item_definitions_are_converted_too():
    before = (
        '<itemDefinition name="tOrang"><itemComponent name="lahir"><typeRef>date</typeRef></itemComponent>'
        '<itemComponent name="anak" isCollection="true"><typeRef>number</typeRef></itemComponent></itemDefinition>'
        '<inputData id="i" name="orang"><variable name="orang" typeRef="tOrang"/></inputData>'
    )
    required = '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
    text = "<literalExpression><text>orang.lahir.year + sum(orang.anak)</text></literalExpression>"
    made = model(text, before=before, requirements=required)
    assert decide(made, orang={"lahir": "1990-05-01", "anak": ["1", 2]}) == Decimal(1993)
    message = fails(made, orang={"lahir": "dulu", "anak": []})
    assert "'orang'" in message
    assert '"dulu"' in message


def test_allowed_values_stop_also_those_of_a_type():
    message = fails(first(AGES, "number", values={"a": "[0..150]"}), a="200")
    assert "200, a number" in message
    assert "column 'a'" in message
    item = (
        '<itemDefinition name="tKelas"><typeRef>string</typeRef><allowedValues><text>"desa", "kota"</text></allowedValues></itemDefinition>'
    )
    made = model(table([("-", "1")], inputs={"a": "tKelas"}), before=item)
    assert decide(made, a="desa") == 1
    assert '"kampung"' in fails(made, a="kampung")


@pytest.mark.parametrize(
    "cell", ["< batas", "batas", "not(batas)", "[0..batas]", "? > batas", "aturan.batas", "< aturan.batas", "date(batas)"]
)
def test_a_cell_that_cannot_be_computed_stops(cell):
    made = first([(cell, '"ya"'), ("-", '"lain"')], "number")
    given = {"aturan": {}} if "aturan" in cell else {}
    message = fails(made, a=24, **given)
    assert "column 'a'" in message
    assert cell in message
    assert "batas" in message
    assert "24" in message


def test_an_output_cell_that_cannot_be_computed_stops():
    assert "tarif" in fails(first([("-", "tarif")], "number"), a=1)
    assert "does not fit" in fails(first([("-", '1 + "x"')], "number"), a=1)
    assert decide(first([("-", "null")], "number"), a=1) is None
    assert decide(first([("-", "aturan.tarif")], "number"), a=1, aturan={}) is None


def test_null_that_somebody_asks_for_is_no_fault():
    rows = [("orang.npwp = null or ? > 10", '"tanpa"'), ("get or else(number(orang.npwp), 0) > 5", '"besar"'), ("-", '"lain"')]
    made = first(rows, "number")
    assert decide(made, a=1, orang={}) == "tanpa"
    assert decide(made, a=1, orang={"npwp": "x"}) == "lain"
    assert decide(made, orang={"npwp": "9"}) == "besar"


def test_a_text_among_numbers_stops_where_the_column_has_no_type():
    made = first(AGES, "")
    assert decide(made, a=24) == "dewasa"
    message = fails(made, a="24")
    assert "column 'a'" in message
    assert '"24", a string' in message
    mixed = first([("true", '"ya"'), ("1", '"satu"'), ('"1"', '"teks"'), ("-", '"lain"')], "")
    assert decide(mixed, a="2") == "lain"


def test_a_formula_that_gives_null_because_something_did_not_fit_stops():
    assert "does not fit" in fails(model("<literalExpression><text>luas * 2</text></literalExpression>"), luas="tiga")
    context = (
        '<context><contextEntry><variable name="pajak"/><literalExpression><text>luas * 2</text></literalExpression></contextEntry>'
        '<contextEntry><variable name="dasar"/><literalExpression><text>"Perda"</text></literalExpression></contextEntry></context>'
    )
    assert "does not fit" in fails(model(context), luas="tiga")
    assert decide(model("<literalExpression><text>luas</text></literalExpression>")) is None


def test_a_decision_that_another_one_requires_stops_both():
    other = f'<decision id="umur" name="umur"><variable name="umur"/>{table(AGES, inputs={"a": "number"}, policy="FIRST")}</decision>'
    required = '<informationRequirement><requiredDecision href="#umur"/></informationRequirement>'
    made = model('<literalExpression><text>if umur = "lain" then 0 else 1</text></literalExpression>', before=other, requirements=required)
    assert decide(made, a="24") == 1
    assert "'umur' column 'a'" in fails(made, a="dua puluh")


def test_the_first_reason_is_told():
    made = model("<literalExpression><text>round up(luas * 2, 0)</text></literalExpression>")
    assert "'*' does not fit a string" in fails(made, luas="tiga")


def test_what_explains_a_table_is_no_fault():
    made = first([("1", '"satu"'), ("batas", '"batas"'), ("-", '"lain"')], "number")
    outcome = made.decide("keputusan", {"a": 1}, explain=True, read_texts=True)
    assert (outcome.value, outcome.faults) == ("satu", ())


@pytest.mark.parametrize(
    ("kind", "cell", "given"),
    [
        ("dateTime", '> date and time("2026-01-01T00:00:00")', "2026-03-01T08:30:00Z"),
        ("dateTime", '< date and time("2026-01-01T00:00:00@Asia/Jakarta")', "2026-03-01T08:30:00"),
        ("time", '< time("12:00:00")', "08:00:00+07:00"),
    ],
)
def test_a_moment_that_no_cell_can_be_compared_with_stops(kind, cell, given):
    """One with a zone and one without have no order (DMN 1.5, 10.3.2.3.6)."""
    assert "can be compared with" in fails(first([(cell, '"ya"'), ("-", '"lain"')], kind), a=given)


@pytest.mark.parametrize(("how", "second"), [("SUM", '"2"'), ("MAX", '"2"'), ("MIN", "true"), ("SUM", "null")])
def test_results_that_cannot_be_collected_stop(how, second):
    made = table_model([("-", "1"), ("-", second)], inputs={"a": "string"}, policy="COLLECT", aggregation=how)
    message = fails(made, a="x")
    assert "'keputusan'" in message
    assert how in message


def test_a_single_result_that_is_null_is_what_was_asked_for():
    made = table_model([('"x"', "null"), ('"y"', "2")], inputs={"a": "string"}, policy="COLLECT", aggregation="SUM")
    assert decide(made, a="x") is None
