"""What conditions say of variables is looked for within bounds: an analyst's condition cannot take the server's memory."""

from engine.feel.expression import parse
from engine.feel.inference.narrowing import guards_of


def test_of_a_condition_with_too_many_alternatives_nothing_is_known():
    text = " or ".join(f"b = {number} and c = {number}" for number in range(300))
    assert guards_of(parse(text), False) == frozenset(), "2^300 combinations are not made"
    assert guards_of(parse(text), True) == frozenset()


def test_a_few_alternatives_are_known():
    assert guards_of(parse('a = "x" and b = "y"'), True) == {frozenset({("a", True, "x"), ("b", True, "y")})}
    assert guards_of(parse('a = "x" and b = "y"'), False) == {frozenset({("a", False, "x")}), frozenset({("b", False, "y")})}
    assert guards_of(parse("a > 3 and c"), True) == {frozenset({("c", True, True)})}
