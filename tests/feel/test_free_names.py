"""The names that an expression reads from outside of itself."""

import pytest

from engine.feel.expression import parse
from engine.feel.syntax.free_names import free_names, root_name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("putusan", {"putusan"}),
        ("kajian.putusan", {"kajian"}),
        ("{p: putusan, q: p}", {"putusan"}),
        ("for x in items return x + y", {"items", "y"}),
        ("for x in items, y in x.parts return y", {"items"}),
        ("for x in 1..n return count(partial)", {"n"}),
        ("some x in items satisfies x > batas", {"items", "batas"}),
        ("function(a, b) a + b + c", {"c"}),
        ("items[item > batas]", {"items", "batas"}),
        ("sum(items) + f(a)", {"items", "a"}),
        ("if a then b else c in [1..d]", {"a", "b", "c", "d"}),
        ('"teks"', set()),
    ],
)
def test_names_that_it_binds_itself_are_not_read(text, names):
    assert free_names(parse(text)) == names


@pytest.mark.parametrize(("text", "name"), [("a", "a"), ("a.b.c", "a"), ("a + b", None), ("a[1]", None), ('"a"', None)])
def test_the_root_of_a_path(text, name):
    assert root_name(parse(text)) == name
