"""Where an expression may be null because a variable is, this is told or inferred: whatever values the variables have."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.feel.expression import compile as compile_feel
from engine.feel.inference.inferred import Inferred
from engine.feel.types import BOOLEAN, NUMBER, STRING
from tests.feel.inferring import infer_text

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)

#: what each variable can be; those that begin with "maybe" can be null
VALUES: dict[str, list[Any]] = {
    "maybe_n": [None, Decimal(1), Decimal(7)],
    "maybe_b": [None, True, False],
    "maybe_s": [None, "a"],
    "n": [Decimal(1), Decimal(7)],
    "s": ["a", "b"],
}
_TYPES = {"n": NUMBER, "b": BOOLEAN, "s": STRING}
NAMES = {
    name: Inferred(_TYPES[name[-1]], null=name.startswith("maybe"), through=frozenset({name} if name.startswith("maybe") else ()))
    for name in VALUES
}

NUMBERS = st.sampled_from(["maybe_n", "n", "3"])
TEXTS = st.sampled_from(["maybe_s", "s", '"a"'])


def numbers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    forms = ["({}) + ({})", "({}) - ({})", "max({}, {})", "min({}, {})", "get or else({}, {})", "sum({}, {})", "mean({}, {})"]
    return st.builds(lambda form, one, other: form.format(one, other), st.sampled_from(forms), inner, inner)


NUMBER_PARTS = st.recursive(NUMBERS, numbers, max_leaves=3)
CONDITIONS = st.one_of(
    st.just("maybe_b"),
    st.builds("({}) {} ({})".format, NUMBER_PARTS, st.sampled_from(["=", "!=", "<", ">="]), NUMBER_PARTS),
    st.builds("{} = {}".format, TEXTS, TEXTS),
    st.builds("{} {} null".format, st.sampled_from(["maybe_n", "maybe_s", "maybe_b"]), st.sampled_from(["=", "!="])),
    st.builds(
        "{} in ({})".format, NUMBERS, st.sampled_from(["[1..3]", "> 3", "< 2, > 5", "1, 7", "null, [1..3]", "1, > 3", "[n..maybe_n]"])
    ),
    st.builds("{} between {} and {}".format, NUMBERS, NUMBERS, NUMBERS),
)


def conditions(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    joined = st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "or"]), inner)
    return st.one_of(joined, st.builds("not({})".format, inner), st.builds("({}) = {}".format, inner, st.sampled_from(["true", "false"])))


WHOLE_CONDITIONS = st.recursive(CONDITIONS, conditions, max_leaves=4)
ANSWERS = st.one_of(NUMBER_PARTS, st.builds('"No. " + string({})'.format, NUMBERS), st.builds("string({})".format, TEXTS))


@given(st.one_of(WHOLE_CONDITIONS, ANSWERS, st.builds("if {} then {} else {}".format, WHOLE_CONDITIONS, ANSWERS, ANSWERS)))
def test_a_null_is_told_or_inferred(text: str) -> None:
    inferred, findings = infer_text(text, NAMES)
    if findings or inferred.null:
        return
    expression = compile_feel(text)
    for values in product(*VALUES.values()):
        variables = dict(zip(VALUES, values, strict=True))
        result = expression.evaluate(variables, now=NOW)
        assert result.value is not None, (text, variables)
        assert inferred.type.holds(result.value), (text, variables)
