"""The limits count what takes long: each of these took from 80 ms to minutes, or gigabytes, before they did."""

from decimal import Decimal

import pytest

from engine.feel import compile
from tests.support.effort import calls

MANY = [Decimal(number * 7_919 % 10_007) for number in range(9_999)]
DATA = {
    "n": MANY,
    "same": [*MANY],
    "wide": {f"k{number}": Decimal(number) for number in range(9_999)},
    "records": [{"key": str(number), "value": [Decimal(number)]} for number in range(2_000)],
    "far": Decimal("1e99999999"),
    "near": Decimal("1e-99999999"),
    "page": "ab, " * 2_000,
}
ENDLESS = [
    "for i in 1..9999 return stddev([i, 2, 3, 4, 5, 6, 7, 8])",
    "for i in 1..9999 return sum([i, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])",
    "for i in 1..9999 return exp(i / 7)",
    "for i in 1..9999 return log(i)",
    "for i in 1..9999 return i ** 0.37",
    "for i in 1..900 return i ** i ** 0.5",
    "for i in 1..9999 return n = same",
    "for i in 1..9999 return n < same",
    "for i in 1..9999 return i in n",
    "for i in 1..9999 return n in [same, same]",
    "(for i in 1..9999 return [n]) instance of list<list<list<number>>>",
    "for i in 1..9999 return records instance of list<context<value: list<number>>>",
    "for i in 1..9999 return records.value",
    "for i in 1..9999 return wide.missing.missing.missing.missing",
    'for i in 1..9999 return context put(wide, "a", i)',
    "for i in 1..9999 return get entries(wide)",
    "for i in 1..9999 return string([[n]])",
    "for i in 1..9999 return distinct values([[n], [n]])",
    "for i in 1..9999 return list contains([[n]], [same])",
    "sort(for i in n return [i..i + 1], before)",
    "list replace(records, is, records)",
    "list replace(for i in n return page, matches, page)",
    'for i in 1..9999 return replace("a", "b", page)',
    'for i in 1..9999 return extract("a", page)',
]


@pytest.mark.parametrize("text", ENDLESS)
def test_what_takes_long_ends_as_a_limit(text):
    result = compile(text).evaluate(DATA)
    codes = [warning.code for warning in result.warnings]
    assert (result.value, codes[-1:]) == (None, ["LIMIT"])


@pytest.mark.parametrize(
    "text",
    [
        'substring("abc", far, far)',
        "sublist([1, 2], far)",
        "remove([1, 2], far)",
        "[1, 2][far]",
        "partition([1, 2], far) = [[1, 2]] and null",
        "date(far, 1, 1)",
        "time(1, 1, far)",
        "for i in 1..far return i",
        '@"P1D" * far',
        "terbilang(far)",
        "terbilang(near)",
        "rupiah(far)",
        'tambah hari kerja(@"2026-12-18", far)',
        "decimal(far, far)",
    ],
)
def test_a_number_of_a_million_digits_is_not_written_out(text):
    assert compile(text).evaluate(DATA).value is None


WORTH = [
    ("count(for i in 1..900 return (1 + i / 1200) ** 12)", 900),
    ("count(for r in records return r.value[1] ** 2)", 2_000),
    ("count(records[value[1] in [1..1000]])", 1_000),
    ("count(for r in records return string(r.value))", 2_000),
    ("count(for i in 1..300 return round half up(log(i), 4))", 300),
    ("count(sort(n))", 9_999),
    ("count(sort(records, function(a, b) a.value[1] > b.value[1])) > 0 or true", True),
    ("count(distinct values(records.key))", 2_000),
    ("n = same", True),
    ("index of(n, 7919)", [2]),
]


@pytest.mark.parametrize(("text", "expected"), WORTH)
def test_what_real_tables_and_registers_ask_for_stays_within_the_limits(text, expected):
    assert compile(text).evaluate(DATA).value == expected


NUMBERS = {"l": [Decimal(number) for number in range(20)], "nested": [[Decimal(1)], [Decimal(2)]]}


@pytest.mark.parametrize("name", ["sum", "mean"])
def test_a_short_list_of_numbers_goes_the_short_way(name):
    """An honest sum of a bill's lines; what lists hold lists is looked into, and counted."""
    counted = {text: calls(lambda made=compile(text): made.value(NUMBERS)) for text in (f"{name}(l)", "count(l)", f"{name}(nested)")}
    assert counted[f"{name}(l)"] <= counted["count(l)"] + 8
    assert counted[f"{name}(nested)"] > counted[f"{name}(l)"]
