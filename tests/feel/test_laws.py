"""Laws of FEEL: printing and parsing agree; any text gives a value, null or a syntax error; arithmetic and logic keep their laws."""

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelSyntaxError, compile, evaluate
from engine.feel.expression import parse
from engine.feel.syntax import ast
from engine.feel.syntax.printer import to_text
from tests.feel.fuzz import corpus, judge, mutations

NAMES = st.sampled_from(["x", "nilai", "a b", "jumlah hari"])
LITERALS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 10**6).map(Decimal),
    st.decimals(min_value=0, max_value=1000, places=2),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
).map(ast.Literal)
SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])


def compound(inner):
    pairs = st.tuples(inner, inner)
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)

    def arithmetic(signs):
        return st.builds(ast.Arithmetic, inner, st.lists(st.tuples(st.sampled_from(signs), inner), min_size=1, max_size=3).map(tuple))

    iterations = st.lists(st.builds(ast.Iteration, NAMES, inner), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        arithmetic(["+", "-"]),
        arithmetic(["*", "/"]),
        arithmetic(["**"]),
        st.builds(ast.Negation, inner),
        st.builds(ast.Comparison, SIGNS, inner, inner),
        several.map(ast.Conjunction),
        several.map(ast.Disjunction),
        st.builds(ast.If, inner, inner, inner),
        st.builds(ast.For, iterations, inner),
        st.builds(ast.Quantified, st.booleans(), iterations, inner),
        st.lists(inner, max_size=3).map(tuple).map(ast.ListLiteral),
        st.builds(ast.RangeLiteral, inner, inner, st.booleans(), st.booleans()),
        st.builds(ast.Between, inner, inner, inner),
        st.builds(ast.In, inner, pairs),
        st.builds(ast.Path, inner, st.sampled_from(["x", "nilai"])),
        st.builds(ast.Filter, inner, inner),
        st.builds(ast.Call, NAMES.map(ast.Name), st.lists(inner, max_size=2).map(tuple)),
        st.builds(ast.ContextLiteral, st.lists(st.tuples(st.sampled_from(["k", "kunci dua", "%"]), inner), max_size=1).map(tuple)),
        st.builds(ast.FunctionLiteral, st.just((("p", None), ("q", ast.TypeName("number")))), inner),
        st.builds(ast.InstanceOf, inner, st.sampled_from([ast.TypeName("number"), ast.TypeName("list", (ast.TypeName("string"),))])),
    )


TREES = st.recursive(st.one_of(LITERALS, NAMES.map(ast.Name)), compound, max_leaves=12)


@given(TREES)
@settings(max_examples=400)
def test_what_is_printed_parses_to_the_same_tree(tree):
    text = to_text(tree)
    again = parse(text, ("a b", "jumlah hari"))
    assert again == tree
    assert to_text(again) == text


@given(TREES)
@settings(max_examples=200)
def test_every_tree_can_be_evaluated(tree):
    compile(to_text(tree), names=("a b",)).evaluate({"x": 1, "a b": [1, {"x": 2}]})


@given(st.text(max_size=60))
@settings(max_examples=400)
def test_any_text_gives_a_value_null_or_a_syntax_error(text):
    judge(text)


def test_what_is_almost_an_expression_gives_a_value_null_or_a_syntax_error():
    texts = corpus()
    chance = random.Random(20261125)
    for _count, text in zip(range(3000), mutations(texts, chance), strict=False):
        judge(text)


@pytest.mark.parametrize("text", ["1 +", "if x then", "[1, 2", "{a 1}", '"abc', "for i in", "x in ("])
def test_a_syntax_error_says_where_and_what_was_expected(text):
    with pytest.raises(FeelSyntaxError) as caught:
        compile(text)
    assert caught.value.line == 1
    assert 1 <= caught.value.column <= len(text) + 1
    assert caught.value.expected


@given(st.sampled_from(["true", "false", "null", '"x"']), st.sampled_from(["true", "false", "null", "1"]))
def test_three_valued_logic_is_dual(left, right):
    """not(a and b) is not(a) or not(b), where what is no boolean is unknown."""
    assert evaluate(f"not({left} and {right})") == evaluate(f"not({left}) or not({right})")


@given(st.dates(), st.integers(-2000, 2000))
def test_a_duration_leads_there_and_back(day, days):
    text = f'(date("{day}") + duration("P{abs(days)}D") * {1 if days >= 0 else -1}) - date("{day}") = duration("P1D") * {days}'
    assert evaluate(text) is True
