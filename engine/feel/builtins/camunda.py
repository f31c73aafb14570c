"""Camunda's additions that contradict nothing in the standard (Camunda 8 documentation, FEEL built-in functions)."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

from engine.feel.builtins.library import Library
from engine.feel.builtins.lists import equality_keys
from engine.feel.builtins.temporal import date_of
from engine.feel.dates import Date, DateTime, month_days
from engine.feel.errors import FeelLimitExceeded
from engine.feel.evaluation.counting import written_cost
from engine.feel.evaluation.frame import Run
from engine.feel.evaluation.regex import Pattern, search
from engine.feel.limits import check_items, check_length
from engine.feel.measure import written_size
from engine.feel.text import to_string
from engine.feel.values import PRECISION, to_feel, whole

CAMUNDA = Library()
#: characters of the longest JSON that is read: what it stands for takes up to a hundred times the memory
MAX_JSON = 100_000
_ESCAPE = re.compile(r"\\(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2}|u0000|.)", re.DOTALL)


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


@CAMUNDA.add("string format(template: string, value)", weight=8, deep=written_cost)
def string_format(template: str, value: Any) -> str:
    """`{}` in the template becomes the value, or one item of a list after the other."""
    written_size(value)
    values = [to_string(item) for item in (value if isinstance(value, list) else [value])]
    check_length(len(template) + sum(map(len, values)))
    first, *rest = template.split("{}")
    return first + "".join((values[place] if place < len(values) else "{}") + part for place, part in enumerate(rest))


@CAMUNDA.add("extract(string/input: string, pattern: string)", run=True)
def extract(run: Run, text: str, expression: str) -> Any:
    def operate(compiled: Pattern, timeout: float) -> list[str]:
        found: list[str] = []
        for match in compiled.finditer(text, timeout=timeout):
            found.append(match.group())
            check_items(len(found))
        return found

    return search(run, expression, None, operate)


@CAMUNDA.add("to json(value)", weight=8, deep=written_cost)
def to_json_text(value: Any) -> str:
    """Numbers with all their digits, temporal values as strings."""
    written_size(value)
    return _json(value)


def _json(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{_json(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_json, value)) + "]"
    if value is None or isinstance(value, bool | Decimal):
        return to_string(value)
    return json.dumps(to_string(value), ensure_ascii=False)


@CAMUNDA.add("from json(value/json: string?)", silent=True, run=True, weight=10)
def from_json(run: Run, text: str | None) -> Any:
    """null for what is no JSON. Numbers are those of FEEL, and half a pair of surrogates and NUL are the character of replacement."""
    if text is None:
        return None
    if len(text) > MAX_JSON:
        raise FeelLimitExceeded(f"JSON may have {MAX_JSON} characters")
    run.spend(len(text) // 2)
    number = PRECISION.create_decimal
    try:
        mended = _ESCAPE.sub(lambda match: "\\ufffd" if match[1][0] == "u" and len(match[1]) == 5 else match[0], text)
        return to_feel(json.loads(mended, parse_float=number, parse_int=number, parse_constant=lambda name: None))
    except (ValueError, ArithmeticError, RecursionError):
        return None


@CAMUNDA.add("to base64(value: string)")
def to_base64(text: str) -> str:
    return base64.b64encode(text.encode(errors="replace")).decode()


@CAMUNDA.add("from base64(value: string)")
def from_base64(text: str) -> str | None:
    """null for what is no Base64; bytes that are no UTF-8 become the character of replacement. The filling at the end may lack."""
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (ValueError, binascii.Error):
        return None
    return content.decode(errors="replace")


@CAMUNDA.add("fromAi(value, [description: string?], [type: string?], [schema: context?], [options: context?])", silent=True, weight=6)
def from_ai(value: Any, *_about: Any) -> Any:
    """The value as it is: the rest describes a tool's parameter to a language model, which no evaluation asks."""
    return value


@CAMUNDA.add("partition(list: list, size: number)")
def partition(items: list[Any], size: Decimal) -> list[list[Any]] | None:
    step = whole(size)
    return [items[at : at + step] for at in range(0, len(items), step)] if step >= 1 else None


@CAMUNDA.add("duplicate values(list: list)", weight=8, deep=written_cost)
def duplicate_values(items: list[Any]) -> list[Any]:
    keys = equality_keys(items)
    counts = Counter(keys)
    first = {key: item for key, item in reversed(list(zip(keys, items, strict=True))) if counts[key] > 1}
    return [first[key] for key in dict.fromkeys(keys) if key in first]


@CAMUNDA.add("last day of month(date: date|date and time)")
def last_day_of_month(value: Date | DateTime) -> Date:
    day = date_of(value)
    return Date(day.year, day.month, month_days(day.year, day.month))
