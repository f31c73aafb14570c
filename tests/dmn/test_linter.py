"""The linter of decisions: what it says is true, shown by its own example, and it keeps silent about what is right."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dmn.linter import lint_model
from engine.feel import evaluate, unary_tests
from tests.support.effort import calls
from tests.support.tables import model, table, table_model

AGE = {"usia": "number"}


def codes(found):
    return [finding.code.removeprefix("DECISION_") for finding in found]


def test_a_whole_table_has_no_findings():
    found = lint_model(table_model([("< 17", '"anak"'), ("[17..60)", '"dewasa"'), (">= 60", '"lansia"')], inputs=AGE))
    assert found == []


def test_a_gap_is_shown_by_an_example():
    [finding] = lint_model(table_model([("< 17", '"anak"'), ("> 17", '"dewasa"')], inputs=AGE))
    assert (finding.code, finding.severity, finding.example) == ("DECISION_GAP", "warning", (("usia", "17"),))


def test_a_default_output_fills_the_gaps():
    assert lint_model(table_model([("< 17", '"anak"')], inputs=AGE, default='"lainnya"')) == []


def test_an_overlap_names_both_rules_and_an_example():
    [finding] = lint_model(table_model([("<= 17", '"anak"'), (">= 17", '"dewasa"')], inputs=AGE))
    assert (finding.code, finding.severity, finding.rule) == ("DECISION_OVERLAP", "error", 2)
    assert "1 and 2" in finding.message
    assert finding.example == (("usia", "17"),)


def test_rules_that_agree_may_overlap_under_any():
    rows = [("<= 17", '"a"'), (">= 17", '"a"')]
    assert lint_model(table_model(rows, inputs=AGE, policy="ANY")) == []
    assert codes(lint_model(table_model([rows[0], (">= 17", '"b"')], inputs=AGE, policy="ANY"))) == ["OVERLAP"]


def test_a_rule_behind_others_never_decides_under_first():
    rows = [("< 10", "1"), (">= 10", "2"), ("[5..15]", "3")]
    [finding] = lint_model(table_model(rows, inputs=AGE, policy="FIRST"))
    assert (finding.code, finding.rule) == ("DECISION_MASKED_RULE", 3)


def test_a_rule_outside_the_allowed_values_never_matches():
    rows = [('"a"', "1"), ('"b"', "2"), ('"c"', "3")]
    [finding] = lint_model(table_model(rows, inputs={"kode": "string"}, values={"kode": '"a", "b"'}))
    assert (finding.code, finding.rule, finding.column) == ("DECISION_UNREACHABLE_RULE", 3, "kode")


@pytest.mark.parametrize("cell", ["> 5 and < 10", "[1..5] and > 2", ">= 60 or < 17", "> 5 and ? < 10", "> 5 and < 10, (< 3 or > 70)"])
def test_tests_that_are_joined_like_conditions_never_match(cell):
    found = lint_model(table_model([(cell, "1"), ("-", "2")], inputs=AGE, policy="FIRST"))
    assert [(finding.code, finding.rule, finding.column) for finding in found] == [("DECISION_UNREACHABLE_RULE", 1, "usia")]
    assert not any(unary_tests(cell, Decimal(age)) for age in range(80))


@pytest.mark.parametrize("cell", ["? > 5 and ? < 10", "> 5, < 2", "[5..10]", "not(> 5)", "> 5 or ? = 3", "> 5 and < 10, 70"])
def test_conditions_on_the_value_are_not_told(cell):
    assert lint_model(table_model([(cell, "1"), ("-", "2")], inputs=AGE, policy="FIRST")) == []
    assert any(unary_tests(cell, Decimal(age)) for age in range(80))


def test_a_value_of_another_type_is_named_with_its_column():
    found = lint_model(table_model([('"tua"', "1"), ("-", "2")], inputs=AGE, policy="FIRST"))
    assert ("DECISION_CELL_TYPE", 1, "usia") in [(finding.code, finding.rule, finding.column) for finding in found]


def test_outputs_are_held_to_their_values():
    [finding] = lint_model(table_model([("-", '"x"')], inputs=AGE, output_values='"a", "b"'))
    assert (finding.code, finding.rule) == ("DECISION_OUTPUT_VALUE", 1)


def test_a_name_that_is_not_required_is_unknown():
    required = '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
    logic = "<literalExpression><text>usia + umur</text></literalExpression>"
    before = '<inputData id="i" name="usia"><variable name="usia" typeRef="number"/></inputData>'
    [finding] = lint_model(model(logic, before=before, requirements=required))
    assert (finding.code, "'umur'" in finding.message) == ("DECISION_UNKNOWN_NAME", True)


def test_what_depends_on_more_than_its_column_is_not_judged():
    rows = [("< batas", "1"), (">= batas", "2")]
    assert lint_model(table_model(rows, inputs=AGE)) == []


def test_dates_and_two_columns():
    rows = [('< date("2026-01-01")', "-", "1"), ('>= date("2026-01-01")', "true", "2")]
    [finding] = lint_model(table_model(rows, inputs={"tanggal": "date", "lunas": "boolean"}))
    assert (finding.code, finding.example) == ("DECISION_GAP", (("tanggal", "2026-01-01"), ("lunas", "false")))


def test_a_large_table_is_looked_through():
    rows = [(f"[{number}..{number + 1})", f'"{number % 7}"', str(number)) for number in range(400)]
    assert set(codes(lint_model(table_model([*rows, ("[7..8)", '"0"', "0")], inputs={"a": "number", "b": "string"})))) == {"GAP", "OVERLAP"}


def test_a_table_that_is_too_large_says_so():
    rows = [("-", f"not({number})", str(number)) for number in range(1000)]
    found = codes(lint_model(table_model(rows, inputs={"a": "string", "b": "number"}, policy="FIRST")))
    assert "TOO_LARGE" in found


def test_cells_that_mean_harm_are_not_evaluated_when_a_table_is_checked():
    harm = "sum(for i in 1..9999 return string length(string(i)))"
    rows = [(harm, harm) for _number in range(300)]
    # to look takes 1.2 million calls; evaluated, they would take 66 million
    assert calls(lambda: lint_model(table_model(rows, inputs=AGE, policy="COLLECT"))) < 10_000_000


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "COLLECT"])
@pytest.mark.parametrize("cell", ["< {0}", "[0..{0}]", "[{0}..{0}]"])
def test_twice_the_rules_are_twice_the_work(policy, cell):
    def work(number):
        model = table_model([(cell.format(i), str(i)) for i in range(number)], inputs=AGE, policy=policy)
        return calls(lambda: lint_model(model))

    work(3)
    # measured: 2.0; with a look at each rule in each case it was 2.9 at this size
    assert work(800) < 2.3 * work(400)


CELLS = st.one_of(
    st.just("-"),
    st.integers(0, 5).map(str),
    st.tuples(st.sampled_from(["<", "<=", ">", ">=", "!="]), st.integers(0, 5)).map(lambda pair: f"{pair[0]} {pair[1]}"),
    st.tuples(st.sampled_from("[("), st.integers(0, 3), st.integers(3, 6), st.sampled_from("])")).map(
        lambda part: f"{part[0]}{part[1]}..{part[2]}{part[3]}"
    ),
    st.integers(0, 5).map(lambda number: f"not({number})"),
)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5), st.sampled_from(["UNIQUE", "FIRST"]))
@settings(max_examples=150, deadline=None)
def test_the_linter_agrees_with_the_table_itself(cells, policy):
    """Each example is a case as the linter says, and without a finding no case of a fine grid is one."""
    rows = [(*pair, str(number)) for number, pair in enumerate(cells)]
    decision = table_model(rows, inputs={"a": "number", "b": "number"}, policy=policy)
    found = lint_model(decision)
    for finding in found:
        if finding.example:
            outcome = decision.decide("keputusan", {label: evaluate(text) for label, text in finding.example})
            assert outcome.traces[0].matched == () if finding.code == "DECISION_GAP" else len(outcome.traces[0].clash) > 1
    grid = [Decimal(half) / 2 for half in range(-2, 15)]
    outcomes = [decision.decide("keputusan", {"a": a, "b": b}) for a in grid for b in grid]
    assert any(not outcome.matched and not outcome.traces[0].clash for outcome in outcomes) == ("GAP" in codes(found))
    if policy == "UNIQUE":
        assert any(outcome.traces[0].clash for outcome in outcomes) == ("OVERLAP" in codes(found))
    never = set(range(1, len(rows) + 1)) - {int(rule[1:]) for outcome in outcomes for rule in outcome.matched}
    if policy == "FIRST":
        assert {finding.rule for finding in found if finding.code in ("DECISION_MASKED_RULE", "DECISION_UNREACHABLE_RULE")} == never


@pytest.mark.parametrize("policy", ["COLLECT", "RULE ORDER", "OUTPUT ORDER"])
def test_tables_that_give_lists_may_have_gaps_and_overlaps(policy):
    assert lint_model(model(table([("< 17", "1"), ("< 10", "2")], inputs=AGE, policy=policy))) == []


def test_a_function_of_chance_is_refused_where_it_stands():
    found = model("<literalExpression><text>string(uuid())</text></literalExpression>").problems
    assert [(problem.code, "uuid() would give another value" in problem.message, problem.line > 0) for problem in found] == [
        ("FEEL_REFUSED", True, True)
    ]
    rows = [("-", "random number()"), ("-", "1")]
    assert [problem.code for problem in table_model(rows, inputs=AGE, policy="FIRST").problems] == ["FEEL_REFUSED"]
