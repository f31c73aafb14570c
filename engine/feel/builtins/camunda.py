"""Camunda's additions that contradict nothing in the standard (Camunda 8 documentation, FEEL built-in functions)."""

from __future__ import annotations

import base64
import json
from collections import Counter
from decimal import Decimal
from typing import Any

from engine.feel.builtins.library import Library
from engine.feel.builtins.lists import equality_keys
from engine.feel.builtins.temporal import date_of
from engine.feel.dates import Date, DateTime, month_days
from engine.feel.evaluation.frame import Run
from engine.feel.evaluation.regex import search
from engine.feel.limits import check_length
from engine.feel.measure import written_size
from engine.feel.text import to_string, whole_characters
from engine.feel.values import to_feel

CAMUNDA = Library()


@CAMUNDA.add("get or else(value, default)", silent=True)
def get_or_else(value: Any, default: Any) -> Any:
    return default if value is None else value


@CAMUNDA.add("is defined(value)")
def is_defined(value: Any) -> bool:
    return value is not None


@CAMUNDA.add("assert(value, condition)", "assert(value, condition, cause: string)")
def assert_(value: Any, condition: Any, cause: str | None = None) -> Any:
    """The value where the condition is true, else null."""
    return value if condition is True else None


@CAMUNDA.add("is empty(list: list)")
def is_empty(items: list[Any]) -> bool:
    return not items


@CAMUNDA.add("is blank(string: string)")
def is_blank(text: str) -> bool:
    return not text.strip()


@CAMUNDA.add("trim(string: string)")
def trim(text: str) -> str:
    return text.strip()


@CAMUNDA.add("string format(template: string, value)")
def string_format(template: str, value: Any) -> str:
    """`{}` in the template becomes the value, or one item of a list after the other."""
    written_size(value)
    values = [to_string(item) for item in (value if isinstance(value, list) else [value])]
    check_length(len(template) + sum(map(len, values)))
    first, *rest = template.split("{}")
    return first + "".join((values[place] if place < len(values) else "{}") + part for place, part in enumerate(rest))


@CAMUNDA.add("extract(string: string, pattern: string)", run=True)
def extract(run: Run, text: str, expression: str) -> Any:
    return search(run, expression, None, lambda compiled, timeout: [match.group() for match in compiled.finditer(text, timeout=timeout)])


@CAMUNDA.add("to json(value)")
def to_json_text(value: Any) -> str:
    """Numbers with all their digits, temporal values as strings."""
    written_size(value)
    return _json(value)


def _json(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {_json(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_json, value)) + "]"
    if value is None or isinstance(value, bool | Decimal):
        return to_string(value)
    return json.dumps(to_string(value), ensure_ascii=False)


@CAMUNDA.add("from json(value: string)", silent=True)
def from_json(text: str) -> Any:
    """null for what is no JSON."""
    try:
        return to_feel(_whole(json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=lambda name: None)))
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _whole(value: Any) -> Any:
    """What JSON gives, with whole characters only."""
    if isinstance(value, str):
        return whole_characters(value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return {whole_characters(key): _whole(item) for key, item in value.items()} if isinstance(value, dict) else value


@CAMUNDA.add("to base64(value: string)")
def to_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@CAMUNDA.add("partition(list: list, size: number)")
def partition(items: list[Any], size: Decimal) -> list[list[Any]] | None:
    step = int(size)
    return [items[at : at + step] for at in range(0, len(items), step)] if step >= 1 else None


@CAMUNDA.add("duplicate values(list: list)")
def duplicate_values(items: list[Any]) -> list[Any]:
    keys = equality_keys(items)
    counts = Counter(keys)
    first = {key: item for key, item in reversed(list(zip(keys, items, strict=True))) if counts[key] > 1}
    return [first[key] for key in dict.fromkeys(keys) if key in first]


@CAMUNDA.add("last day of month(date: date|date and time)")
def last_day_of_month(value: Date | DateTime) -> Date:
    day = date_of(value)
    return Date(day.year, day.month, month_days(day.year, day.month))
