"""Decision tables: every hit policy and aggregation, clashes, defaults, allowed values, and how a result came about."""

from decimal import Decimal

import pytest

from engine.dmn import NoModel, UnknownDecision, read
from tests.support.tables import NAMESPACE, model, table, table_model

AGE = {"usia": "number"}
ROWS = [("< 20", "1"), ("< 30", "3"), ("< 40", "2")]


def value(rows, inputs, **options):
    return table_model(rows, inputs=dict.fromkeys(inputs, ""), **options).evaluate("keputusan", inputs)


@pytest.mark.parametrize(
    ("policy", "aggregation", "expected"),
    [
        ("FIRST", None, 3),
        ("RULE ORDER", None, [3, 2]),
        ("COLLECT", None, [3, 2]),
        ("COLLECT", "SUM", 5),
        ("COLLECT", "MIN", 2),
        ("COLLECT", "MAX", 3),
        ("COLLECT", "COUNT", 2),
    ],
)
def test_hit_policies(policy, aggregation, expected):
    assert value(ROWS, {"usia": 25}, policy=policy, aggregation=aggregation) == expected


@pytest.mark.parametrize(("policy", "expected"), [("PRIORITY", 2), ("OUTPUT ORDER", [2, 3])])
def test_outputs_are_ordered_by_their_list_of_values(policy, expected):
    assert value(ROWS, {"usia": 25}, policy=policy, output_values="1, 2, 3") == expected


def test_a_clash_under_unique_is_null_and_names_the_rules():
    outcome = table_model(ROWS, inputs=AGE).decide("keputusan", {"usia": 25})
    assert outcome.value is None
    assert outcome.traces[0].clash == ("r2", "r3")
    assert "2, 3" in outcome.warnings[-1].message


def test_any_takes_rules_that_agree():
    rows = [("< 20", '"a"'), ("< 30", '"a"'), ("< 40", '"b"')]
    assert value(rows, {"usia": 10}, policy="ANY") is None
    assert value(rows[:2], {"usia": 10}, policy="ANY") == "a"


def test_nothing_matches():
    assert value(ROWS, {"usia": 99}) is None
    assert value(ROWS, {"usia": 99}, default="0") == 0
    assert value(ROWS, {"usia": 99}, policy="COLLECT") == []
    assert value(ROWS, {"usia": 99}, policy="COLLECT", aggregation="COUNT") == 0


def test_several_outputs_are_a_context():
    rows = [("-", "1", '"a"')]
    assert value(rows, {"usia": 1}, outputs=("angka", "huruf")) == {"angka": 1, "huruf": "a"}


def test_a_value_that_is_not_allowed_matches_nothing_and_says_so():
    outcome = table_model(ROWS, inputs=AGE, values={"usia": "[0..150]"}).decide("keputusan", {"usia": 200})
    assert outcome.value is None
    assert "no allowed value" in outcome.warnings[0].message


def test_a_result_is_explained_cell_by_cell():
    decision = table_model([("< 20", '"X"', "1"), ("< 30", '"Y"', "2")], inputs={"usia": "number", "kode": "string"})
    [trace] = decision.decide("keputusan", {"usia": 25, "kode": "Y"}, explain=True).traces
    assert trace.inputs == (("usia", Decimal(25)), ("kode", "Y"))
    assert trace.matched == ("r2",)
    assert trace.cells == (("r1", (False, False)), ("r2", (True, True)))


def test_true_and_one_are_different_values():
    rows = [("true", '"ya"'), ("1", '"satu"'), ('"1"', '"teks"'), ("null", '"kosong"')]
    for given, expected in ((True, "ya"), (1, "satu"), (Decimal("1.0"), "satu"), ("1", "teks"), (None, "kosong"), (2, None)):
        assert value(rows, {"a": given}) == expected


def test_cells_may_use_the_input_and_other_variables():
    rows = [("? > batas and ? < batas * 2", '"di antara"'), ("batas", '"sama"')]
    decision = table_model(rows, inputs=AGE)
    assert decision.evaluate("keputusan", {"usia": 15, "batas": 10}) == "di antara"
    assert decision.evaluate("keputusan", {"usia": 10, "batas": 10}) == "sama"


def test_what_cannot_be_evaluated_is_a_problem_with_its_place():
    [problem] = table_model([("< <", "1")], inputs=AGE).problems
    assert (problem.code, problem.line) == ("DECISION_SYNTAX", 1)
    assert table([("-", "1")], inputs=AGE)
    assert [item.code for item in model("<literalExpression typeRef='entah'><text>1</text></literalExpression>").problems] == [
        "DECISION_TYPE"
    ]


def test_a_decision_that_requires_itself_is_a_problem():
    required = '<informationRequirement><requiredDecision href="#keputusan"/></informationRequirement>'
    [problem] = model("<literalExpression><text>1</text></literalExpression>", requirements=required).problems
    assert problem.code == "DECISION_CYCLE"


def test_decisions_and_types_in_a_long_row_are_a_problem_not_a_crash():
    row = "".join(
        f'<decision id="d{n}" name="d{n}"><informationRequirement><requiredDecision href="#d{n + 1}"/></informationRequirement>'
        f"<literalExpression><text>d{n + 1}</text></literalExpression></decision>"
        for n in range(300)
    )
    types = "".join(f'<itemDefinition name="t{n}"><typeRef>t{n + 1}</typeRef></itemDefinition>' for n in range(300))
    made = model("<literalExpression><text>1</text></literalExpression>", before=types + row)
    assert {problem.code for problem in made.problems} >= {"DECISION_TOO_DEEP"}
    assert made.evaluate("keputusan", {}) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"<a/>", b"{}", b'<!DOCTYPE a [<!ENTITY b "c">]><definitions xmlns="' + NAMESPACE.encode() + b'">&b;</definitions>'],
)
def test_what_is_no_model_says_so(content):
    with pytest.raises(NoModel):
        read(content)


def test_a_model_of_endless_expressions_is_refused():
    with pytest.raises(NoModel, match="split it"):
        table_model([("-", "1 + " * 4_000 + "1") for _number in range(40)], inputs=AGE)


def test_an_unknown_decision_is_told():
    with pytest.raises(UnknownDecision, match="tarif"):
        table_model(ROWS, inputs=AGE).evaluate("tarif", {})
