"""Calls that mean harm to each built-in function, made from its signatures: large, deep, extreme and odd arguments by their types.

A new function is tried without anybody writing a case for it. The arguments are variables, so that nothing is computed in advance
and building them counts no steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from engine.feel.dates import Date, DateTime, Time
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.evaluation.function import Function, Parameter, Signature
from engine.feel.expression import FUNCTIONS
from engine.feel.interval import Range
from engine.feel.limits import MAX_ITEMS

_MANY = MAX_ITEMS - 1


def _deep(levels: int, wrap: Any, value: Any) -> Any:
    for _level in range(levels):
        value = wrap(value)
    return value


_ZONED = Time(23, 59, 59, 999_999_999, "Asia/Jakarta")
#: variables by the kind of parameter that they are meant for; every other kind gets the odd ones
NUMBERS = {
    "n_small": Decimal("2.5"),
    "n_zero": Decimal("-0"),
    "n_nines": Decimal("0." + "9" * 34),
    "n_third": Decimal("-" + "3" * 17 + "." + "3" * 17),
    "n_large": Decimal("9.9e6144"),
    "n_tiny": Decimal("-1e-6143"),
    "n_beyond": Decimal("1e99999999"),
    "n_below": Decimal("1e-99999999"),
    "n_digits": Decimal("7" * 5_000),
    "n_page": Decimal(5_000),
}
STRINGS = {
    "s_small": "a",
    "s_empty": "",
    "s_page": "ab, " * 750,
    "s_million": "x1;" * 333_000,
    "s_digits": "9" * 5_000,
    "s_pattern": "(a|b|ab)*c",
    "s_wide": "\U0001f434é\u0130ß" * 200,
    "s_half": "\ud83d",
    "s_json": '{"a":[' + "[1],{}," * 900 + "null]}",
    "s_brackets": "[" * 900 + "]" * 900,
    "s_slots": "{}" * 1_500,
    "s_moment": "2026-11-25T08:30:00@Asia/Jakarta",
    "s_range": "[" + "1" * 200 + "..]",
}
LISTS = {
    "l_small": [Decimal(2), Decimal(1)],
    "l_empty": [],
    "l_numbers": [Decimal(number * 7_919 % 10_007) for number in range(_MANY)],
    "l_fractions": [Decimal(number * 7_919 % 10_007) / 7 for number in range(_MANY)],
    "l_texts": [str(number * 7_919 % 10_007) for number in range(_MANY)],
    "l_pages": ["ab" * 500 for _number in range(_MANY)],
    "l_booleans": [True] * _MANY,
    "l_records": [{"key": str(number), "value": [Decimal(number)]} for number in range(_MANY)],
    "l_lists": [[Decimal(number % 100), "a"] for number in range(_MANY)],
    "l_moments": [DateTime(Date(2026, 1, 1 + number % 28), _ZONED) for number in range(_MANY)],
    "l_durations": [DayTimeDuration(number) for number in range(_MANY)],
    "l_ranges": [Range(Decimal(number), Decimal(number + 1)) for number in range(_MANY)],
    "l_nulls": [None] * _MANY,
    "l_mixed": [Decimal(1), "a", None, True, {}, []] * (_MANY // 6),
    "l_deep": _deep(90, lambda value: [value], Decimal(1)),
    "l_deepest": _deep(5_000, lambda value: [value], Decimal(1)),
    "l_keys": ["a"] * 900,
}
CONTEXTS = {
    "c_small": {"a": Decimal(1)},
    "c_empty": {},
    "c_wide": {f"k{number}": Decimal(number) for number in range(_MANY)},
    "c_deep": _deep(90, lambda value: {"a": value}, Decimal(1)),
    "c_deepest": _deep(5_000, lambda value: {"a": value}, Decimal(1)),
}
MOMENTS = {
    "d_day": Date(2026, 11, 25),
    "d_first": Date(-999_999_999, 1, 1),
    "d_last": Date(999_999_999, 12, 31),
    "t_time": _ZONED,
    "m_moment": DateTime(Date(2026, 11, 25), _ZONED),
    "m_last": DateTime(Date(999_999_999, 12, 31), _ZONED),
    "p_days": DayTimeDuration(10**30),
    "p_months": YearMonthDuration(-(10**13)),
}
RANGES = {
    "r_numbers": Range(Decimal(1), Decimal("9e6144")),
    "r_moments": Range(DateTime(Date(1, 1, 1), _ZONED), DateTime(Date(999_999_999, 1, 1), _ZONED)),
    "r_open": Range(None, Decimal(5), False, True, "<="),
}
BOOLEANS = {"b_true": True}
#: functions as arguments: written, and built in, which are called as often as the list is long
FUNCTION_VALUES = (
    "(function(a, b) a < b)",
    "(function(a, b) string(a) < string(b))",
    "(function(a, b) sort([a, b]) = [b, a])",
    *(name for name in ("before", "matches", "is", "list contains", "date and time", "context put", "decimal")),
)
CONTEXT: dict[str, Any] = {**NUMBERS, **STRINGS, **LISTS, **CONTEXTS, **MOMENTS, **RANGES, **BOOLEANS}
#: entries that make a list of two lists that are the same, forty times over: small in memory, a thousand billion on paper
SHARED = "{v0: [1, 1], " + "".join(f"v{level + 1}: [v{level}, v{level}], " for level in range(40)) + "l_shared: v40, "
_KINDS = {
    "number": NUMBERS,
    "string": STRINGS,
    "list": LISTS,
    "context": CONTEXTS,
    "range": RANGES,
    "boolean": BOOLEANS,
    "date": MOMENTS,
    "time": MOMENTS,
    "days and time duration": MOMENTS,
    "years and months duration": MOMENTS,
}
_ODD = ("null", "n_page", "s_page", "l_numbers", "l_shared", "c_deep", "m_moment", "r_numbers", "i")


def candidates(parameter: Parameter) -> list[str]:
    """Arguments for a parameter; the first is the most usual."""
    kind = parameter.kind.name
    if kind == "function":
        return list(FUNCTION_VALUES)
    if kind == "Any":
        return [*_ODD[1:], "l_records", "s_million", "c_wide", "m_last", "null"]
    fitting = [name for part in kind.replace("<", " or ").split(" or ") for name in _KINDS.get(part.strip("<>"), ())]
    shared = ["l_shared"] if "list" in kind else []
    return list(dict.fromkeys([*fitting, *shared, *_ODD[:2]]))


def argument_lists(signature: Signature) -> Iterator[list[str]]:
    """Each candidate once beside the usual ones, and all parameters at once through their candidates."""
    offered = [candidates(parameter) for parameter in signature.parameters]
    if signature.variadic:
        offered[-1] = ["n_page", "l_numbers", "s_page", "l_records", "c_wide", "m_moment", "l_pages"]
        offered += [offered[-1]] * 2
    usual = [names[0] for names in offered]
    for place, names in enumerate(offered):
        for name in names:
            yield [*usual[:place], name, *usual[place + 1 :]]
    if len(offered) > 1:
        for step in range(max(map(len, offered))):
            yield [names[step % len(names)] for names in offered]
            yield [names[(step * (place + 2) + place) % len(names)] for place, names in enumerate(offered)]


def calls(functions: Mapping[str, Function] | None = None) -> Iterator[str]:
    """The calls: alone, in loops that are as long as the limits allow, and as functions that other functions call."""
    for text in _calls(functions or FUNCTIONS):
        yield f"{SHARED}result: {text}}}.result" if "l_shared" in text else text


def _calls(functions: Mapping[str, Function]) -> Iterator[str]:
    for name, function in functions.items():
        seen: dict[str, None] = {}
        for signature in function.signatures:
            for arguments in argument_lists(signature):
                seen[f"{name}({', '.join(arguments)})"] = None
        for number, call in enumerate(seen):
            yield call
            # the longest loop that the steps allow differs with what a call counts
            yield f"for i in 1..{(_MANY, 3_000, 900, 90, 9)[number % 5]} return {call}"
            if number % 3 == 0:
                yield f"some i in 1..{(_MANY, 900)[number % 2]} satisfies [{call}, {call}] = 0"
        if name in ("and", "or"):
            continue  # keywords, which only a call can name
        yield f"sort(l_numbers, {name})"
        yield f"sort(l_ranges, {name})"
        yield f"list replace(l_texts, {name}, s_page)"
        yield f"list replace(l_pages, {name}, s_pattern)"
        yield f"list replace(l_moments, {name}, m_last)"
        yield f"l_records[{name}(item) = 1]"
        yield f"l_numbers[{name}(item, item) = 1]"
