"""FEEL's constructs by example; the TCK judges conformance (./run conformance, later)."""

from decimal import Decimal

import pytest

from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile, evaluate, unary_tests

CASES = [
    ("1 + 2 * 3", 7),
    ("0.1 + 0.2", Decimal("0.3")),
    ('"a" + "b"', "ab"),
    ("for i in 1..3 return i * i", [1, 4, 9]),
    ("some x in [1, 2] satisfies x > 1", True),
    ("every x in [1, 2] satisfies x > 1", False),
    ('if a.b > 2 then "ya" else "tidak"', "ya"),
    ("[1, 2, 3][item > 1]", [2, 3]),
    ("[1, 2, 3][-1]", 3),
    ("{a: 1, b: a + 1}.b", 2),
    ("(function(x) x + 1)(2)", 3),
    ("1 in (> 0, < 5)", True),
    ("null = null", True),
    ("1 / 0", None),
    ('substring(string: "foobar", start position: 3)', "obar"),
    ('string(date("2026-01-31") + duration("P1M"))', "2026-02-28"),
    ("x between 1 and 3", True),
    ('count(daftar[kode = "A"])', 1),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_value(text, expected):
    assert evaluate(text, {"a": {"b": 3}, "x": 3, "daftar": [{"kode": "A"}, {"kode": "B"}]}) == expected


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("-", 1, True),
        ('"a", "b"', "a", True),
        ('not("a")', "a", False),
        ("[1..5]", 6, False),
        ("> 3", 4, True),
        ("? > 3 and ? < 5", 4, True),
    ],
)
def test_unary_tests(cell, value, expected):
    assert unary_tests(cell, value) is expected


def test_a_syntax_error_names_the_place():
    with pytest.raises(FeelSyntaxError) as caught:
        compile("1 +\n  )")
    assert (caught.value.line, caught.value.column) == (2, 3)


def test_an_endless_expression_ends():
    assert evaluate("for a in 1..9999, b in 1..9999 return a") is None
