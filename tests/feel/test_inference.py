"""The types of expressions before they are evaluated: what is claimed is true of every value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel.dates import Date, DateTime, Time
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.expression import FUNCTIONS
from engine.feel.expression import compile as compile_feel
from engine.feel.inference.inferred import NOTHING, UNKNOWN, Inferred, describe, of_value, shape
from engine.feel.inference.results import RESULTS
from engine.feel.interval import Range
from engine.feel.types import BOOLEAN, DATE, DATE_TIME, NUMBER, STRING, ListType
from tests.feel.inferring import infer_text

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
WRONG = {"COMPARED_TYPES", "OPERAND_TYPES", "ARGUMENT_TYPES"}


# --- by hand

FIRST = Inferred(NUMBER, null=True, through=frozenset({"x"}))
NAMES = {
    "s": Inferred(STRING),
    "n": Inferred(NUMBER),
    "d": Inferred(DATE),
    "dt": Inferred(DATE_TIME),
    "x": FIRST,
    "b": Inferred(BOOLEAN, null=True, through=frozenset({"b"})),
    "c": Inferred(shape({"nama": Inferred(STRING), "umur": FIRST})),
    "l": Inferred(ListType(STRING)),
    "ol": Inferred(ListType(STRING), null=True, through=frozenset({"ol"})),
    "any": UNKNOWN,
    "putusan": Inferred(STRING, values=frozenset({"setuju", "tolak"})),
    "alasan": Inferred(STRING, null=True, through=frozenset({"alasan"}), when=frozenset({frozenset({("putusan", True, "tolak")})})),
}
RIGHT = {
    "s + string(n)": "string",
    "d - d": "days and time duration",
    "if x = null then 0 else x + 1": "number",
    "if x != null then x + 1 else 0": "number",
    "x != null and x > 3": "boolean",
    "x = null or x > 3": "boolean",
    "get or else(x, 1) + 1": "number",
    "if is defined(x) then x + 1 else 0": "number",
    "c.umur != null and c.umur > 3": "boolean",
    "ol != null and count(ol) > 0": "boolean",
    "any.foo.bar + 1": "number",
    "any[nama = 1]": "list",
    "l[1]": "string",
    'l[item = "a"]': "list<string>",
    "for i in l return string length(i)": "list<number>",
    "{a: 1, b: a + 1}.b": "number",
    's in ("a", "b")': "boolean",
    "n in [1..3]": "boolean",
    'putusan = "setuju"': "boolean",
    'if putusan = "tolak" then "Sebab: " + alasan else ""': "string",
    'if putusan != "setuju" then "Sebab: " + alasan else ""': "string",
    'if not(putusan = "setuju") then "Sebab: " + alasan else ""': "string",
    'if putusan != "setuju" and n > 1 then "Sebab: " + alasan else ""': "string",
    'string join(l, ", ")': "string",
    "d.year + 1": "number",
    "now() - dt": "days and time duration",
    "some i in l satisfies i = s": "boolean",
    "min(n, 3) + 1": "number",
    "function(a, b) a + b": "function",
    'if putusan in ["tolak"] then "Sebab: " + alasan else ""': "string",
    'if list contains(["tolak"], putusan) then "Sebab: " + alasan else ""': "string",
    'if not(putusan in ("setuju")) then "Sebab: " + alasan else ""': "string",
    'if "a" in ol then count(ol) else 0': "number",
    "if s in ol then count(ol) else 0": "number",
    "if string(x) != null then x + 1 else 0": "number",
    "if (x = null) = false then x + 1 else 0": "number",
    "if (x != null) = true then x + 1 else 0": "number",
    "if x = n then x + 1 else 0": "number",
    "if n > 1 and c.umur = count(l) then c.umur + 1 else 0": "number",
    "string(x) = null or n > 1": "boolean",
    'if x != null then "No. " + string(x) else ""': "string",
    "x in (null, [1..3])": "boolean",
    "x in (1, > 3)": "boolean",
    "dt in [dt..now()]": "boolean",
    'd + duration("P1M")': "date",
    'today() - d > duration("P14D")': "boolean",
    'date("2026-12-01") > d': "boolean",
    "if b = null then not(n > 1) else not(b)": "boolean",
}
CLAIMED = {
    "nama = 1": "UNKNOWN_NAME",
    "l[nik = 1]": "UNKNOWN_NAME",
    "for i in nama return i": "UNKNOWN_NAME",
    "c.alamat": "UNKNOWN_ENTRY",
    "s.year": "UNKNOWN_ENTRY",
    "d.hour": "UNKNOWN_ENTRY",
    "s = d": "COMPARED_TYPES",
    "s = n": "COMPARED_TYPES",
    'l = "a"': "COMPARED_TYPES",
    "d > dt": "COMPARED_TYPES",
    "s in (1, 2)": "COMPARED_TYPES",
    "n between s and 3": "COMPARED_TYPES",
    'd.year = "2026"': "COMPARED_TYPES",
    "some i in l satisfies i = 3": "COMPARED_TYPES",
    "d - s": "OPERAND_TYPES",
    "s + n": "OPERAND_TYPES",
    "today() + 1": "OPERAND_TYPES",
    "-s": "OPERAND_TYPES",
    "upper case(n)": "ARGUMENT_TYPES",
    "substring(s)": "ARGUMENT_TYPES",
    "contains(string: s, mach: s)": "ARGUMENT_TYPES",
    "if s then 1 else 2": "EXPECTED_TYPE",
    "s and true": "EXPECTED_TYPE",
    "l[s]": "EXPECTED_TYPE",
    "x + 1": "MAY_BE_NULL",
    "x > 1": "MAY_BE_NULL",
    "-x": "MAY_BE_NULL",
    "x between 1 and 2": "MAY_BE_NULL",
    "c.umur > 3": "MAY_BE_NULL",
    "count(ol)": "MAY_BE_NULL",
    "tambah hari kerja(now(), x)": "MAY_BE_NULL",
    "if x = null then x + 1 else 0": "MAY_BE_NULL",
    'if putusan = "setuju" then "Sebab: " + alasan else ""': "MAY_BE_NULL",
    "for i in ol return i": "MAY_BE_NULL",
    '"No. " + string(x)': "MAY_BE_NULL",
    "max(x, n)": "MAY_BE_NULL",
    "sum(ol)": "MAY_BE_NULL",
    "x in [1..3]": "MAY_BE_NULL",
    "includes([1..3], x)": "MAY_BE_NULL",
    'if putusan in ["setuju"] then "Sebab: " + alasan else ""': "MAY_BE_NULL",
    'if putusan in ("tolak", "setuju") then "Sebab: " + alasan else ""': "MAY_BE_NULL",
    'if not(putusan in ("tolak")) then "Sebab: " + alasan else ""': "MAY_BE_NULL",
    "if any in ol then count(ol) else 0": "MAY_BE_NULL",
    "x in (< 3, > 5)": "MAY_BE_NULL",
    "n in [1..x]": "MAY_BE_NULL",
    "if x = c.umur then x + 1 else 0": "MAY_BE_NULL",
    "if (x = null) = true then x + 1 else 0": "MAY_BE_NULL",
    "s in [1..3]": "COMPARED_TYPES",
    "s in (> 3)": "COMPARED_TYPES",
    'dt in [@"2026-01-01"..@"2026-12-31"]': "COMPARED_TYPES",
    'today() - d > duration("P1M")': "COMPARED_TYPES",
    'd + duration("14 hari")': "ARGUMENT_TYPES",
    'd < date("31-12-2026")': "ARGUMENT_TYPES",
    'putusan = "setju"': "NEVER_EQUAL",
    'putusan != "Tolak"': "NEVER_EQUAL",
    'putusan in ("setuju", "ditolak")': "NEVER_EQUAL",
}


@pytest.mark.parametrize("text", RIGHT)
def test_what_can_be_right_is_not_told(text: str) -> None:
    inferred, findings = infer_text(text, NAMES)
    assert (describe(inferred.type), findings) == (RIGHT[text], [])


@pytest.mark.parametrize("text", CLAIMED)
def test_what_cannot_be_right_is_told_once(text: str) -> None:
    _inferred, findings = infer_text(text, NAMES)
    assert [finding.code for finding in findings] == [CLAIMED[text]]


def test_a_name_that_others_may_give_is_not_told() -> None:
    assert infer_text("nama = 1 and nama.x > 3", NAMES, open=True)[1] == []


@pytest.mark.parametrize("text", ['d > "2026-01-01"', 'd = "2026-01-01"', 'd - "P1D"', '"2026-01-01T08:00" + "x"'])
def test_a_text_that_spells_a_date_may_meet_one(text: str) -> None:
    assert infer_text(text, NAMES)[1] == []


def test_a_value_is_what_a_null_leaves_of_it() -> None:
    inferred, findings = infer_text('if x = null then null else "a"', NAMES)
    assert (describe(inferred.type), inferred.null, findings) == ("string", True, [])


# --- against the evaluation

SAMPLES: dict[str, Any] = {
    "a_number": Decimal(3),
    "a_string": "2026-11-25",
    "a_boolean": True,
    "a_date": Date(2026, 11, 25),
    "a_time": Time(8, 30, 0, 0, 0),
    "a_date_time": DateTime(Date(2026, 11, 25), Time(8, 30, 0, 0, 0)),
    "days": DayTimeDuration(86_400_000_000_000),
    "months": YearMonthDuration(2),
    "numbers": [Decimal(1), Decimal(2)],
    "texts": ["a", "b"],
    "a_context": {"a": Decimal(1)},
    "a_range": Range(Decimal(1), Decimal(5)),
    "nothing": None,
}


def typed(value: Any) -> Inferred:
    if isinstance(value, list):
        return Inferred(ListType(typed(value[0]).type))
    if isinstance(value, dict):
        return Inferred(shape({key: of_value(item) for key, item in value.items()}))
    if isinstance(value, str):
        return Inferred(STRING)  # of a text that people type nobody knows what it spells
    return NOTHING if value is None else Inferred(of_value(value).type)


TYPED = {name: typed(value) for name, value in SAMPLES.items()}


def check(text: str) -> None:
    """What is told is null, and a value is of the type that was inferred."""
    inferred, findings = infer_text(text, TYPED)
    value = compile_feel(text).evaluate(SAMPLES, now=NOW).value
    if value is not None:
        assert not {finding.code for finding in findings} & WRONG, (text, value, findings)
        assert inferred.type.holds(value), (text, value, describe(inferred.type))


@pytest.mark.parametrize("sign", ["+", "-", "*", "/", "=", "!=", "<", ">="])
def test_an_operator_is_told_exactly_where_it_gives_nothing(sign: str) -> None:
    for left, right in product([name for name in SAMPLES if name != "nothing"], repeat=2):
        text = f"{left} {sign} {right}"
        _inferred, findings = infer_text(text, TYPED)
        value = compile_feel(text).evaluate(SAMPLES).value
        assert bool(findings) == (value is None), (text, value, findings)


def test_every_function_says_what_it_gives() -> None:
    assert set(RESULTS) == set(FUNCTIONS)


def calls(name: str) -> Iterator[str]:
    """Every call with none to two arguments of every kind, and with a third of some."""
    function = FUNCTIONS[name]
    longest = max(len(signature.parameters) for signature in function.signatures)
    for count in range(min(longest, 3) + 1):
        kinds = [SAMPLES, SAMPLES, ("a_number", "a_string", "numbers", "nothing")][:count]
        yield from (f"{name}({', '.join(arguments)})" for arguments in product(*kinds))


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_call_gives_what_is_inferred(name: str) -> None:
    for text in calls(name):
        check(text)


LEAVES = st.sampled_from([*SAMPLES, "1", '"a"', "true", "null", "[]", "{}", "a_context.a", "numbers[1]"])


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    unary = st.sampled_from(["not({})", "count({})", "string({})", "-({})", "min({})", "[{}, 1]", "{{k: {}}}.k", "({})[1]", "({}).a"])
    binary = st.sampled_from(
        ["({}) + ({})", "({}) - ({})", "({}) = ({})", "({}) < ({})", "({}) and ({})", "({}) or ({})", "for i in ({}) return [i, {}]",
         "some i in ({}) satisfies i = ({})", "({})[item = ({})]", "get or else({}, {})", "append({}, {})", "concatenate({}, {})",
         "({}) in ({})", "max({}, {})", "context merge({}, {})"]
    )  # fmt: skip
    return st.one_of(
        st.builds(lambda form, one: form.format(one), unary, inner),
        st.builds(lambda form, one, other: form.format(one, other), binary, inner, inner),
        st.builds("if {} then ({}) else ({})".format, inner, inner, inner),
    )


@given(st.recursive(LEAVES, grown, max_leaves=8))
def test_any_expression_gives_what_is_inferred(text: str) -> None:
    inferred, _findings = infer_text(text, TYPED)
    value = compile_feel(text).evaluate(SAMPLES, now=NOW).value
    assert value is None or inferred.type.holds(value), (text, value, describe(inferred.type))
