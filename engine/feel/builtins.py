"""The built-in functions by name (DMN 1.5, 10.3.4): conversion, boolean, string, number and context functions.

A function gives None for arguments that do not fit it, as the specification says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    InvalidOperation,
)
from typing import Any

from engine.feel.frame import MAX_STRING
from engine.feel.operators import equal
from engine.feel.temporal import parse_date, parse_datetime, parse_duration, parse_literal, parse_time
from engine.feel.values import PRECISION, Function, Months, to_string

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def is_text(*values: Any) -> bool:
    return all(isinstance(value, str) for value in values)


def is_number(*values: Any) -> bool:
    return all(isinstance(value, Decimal) for value in values)


# --- conversion


def number(text: Any, grouping: Any = None, decimal: Any = None) -> Any:
    if isinstance(text, Decimal):
        return text
    if not is_text(text):
        return None
    if grouping:
        text = text.replace(grouping, "")
    if decimal:
        text = text.replace(decimal, ".")
    if not re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", text):
        return None
    try:
        return PRECISION.create_decimal(Decimal(text))
    except InvalidOperation:
        return None


def string(value: Any) -> Any:
    return None if value is None else to_string(value)


def make_date(first: Any, month: Any = None, day: Any = None) -> Any:
    if isinstance(first, datetime):
        return first.date()
    if isinstance(first, date):
        return first
    if is_text(first):
        return parse_date(first)
    if is_number(first, month, day):
        try:
            return date(int(first), int(month), int(day))
        except ValueError:
            return None
    return None


def make_time(first: Any, minute: Any = None, second: Any = None, offset: Any = None) -> Any:
    if isinstance(first, datetime):
        return first.timetz()
    if isinstance(first, time):
        return first
    if is_text(first):
        return parse_time(first)
    if is_number(first, minute, second):
        try:
            zone = timezone(offset) if isinstance(offset, timedelta) else None
            return time(int(first), int(minute), int(second), tzinfo=zone)
        except ValueError:
            return None
    return None


def date_and_time(first: Any, clock: Any = None) -> Any:
    if is_text(first) and clock is None:
        return parse_datetime(first)
    if isinstance(first, datetime) and clock is None:
        return first
    if isinstance(first, date) and isinstance(clock, time):
        return datetime.combine(first.date() if isinstance(first, datetime) else first, clock)
    return None


def duration(text: Any) -> Any:
    return text if isinstance(text, Months | timedelta) else (parse_duration(text) if is_text(text) else None)


def years_and_months(start: Any, end: Any) -> Any:
    if not (isinstance(start, date) and isinstance(end, date)):
        return None
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return Months(months)


def temporal(text: Any) -> Any:
    return parse_literal(text) if is_text(text) else None


# --- boolean


def negate(value: Any) -> Any:
    return not value if isinstance(value, bool) else None


# --- string


def substring(text: Any, start: Any, length: Any = None) -> Any:
    if not is_text(text) or not is_number(start) or start == 0:
        return None
    first = int(start) - 1 if start > 0 else max(len(text) + int(start), 0)
    return text[first:] if length is None else (text[first : first + int(length)] if is_number(length) else None)


def pattern(text: str, flags: Any) -> re.Pattern[str] | None:
    """A regular expression, refused where it could run away: nested quantifiers backtrack exponentially."""
    if len(text) > 500 or re.search(r"[*+}]\)?[*+{]|\([^)]*[*+{][^)]*\)[*+{]|\([^)]*\|[^)]*\)[*+{]", text):
        return None
    options = 0
    for flag in flags or "":
        options |= {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}.get(flag, 0)
    try:
        return re.compile(text, options)
    except re.error:
        return None


def matches(text: Any, regex: Any, flags: Any = None) -> Any:
    if not is_text(text, regex) or len(text) > 10_000:
        return None
    found = pattern(regex, flags)
    return None if found is None else found.search(text) is not None


def replace(text: Any, regex: Any, replacement: Any, flags: Any = None) -> Any:
    if not is_text(text, regex, replacement) or len(text) > 10_000:
        return None
    found = pattern(regex, flags)
    try:
        return None if found is None else found.sub(re.sub(r"\$(\d+)", r"\\g<\1>", replacement.replace("\\", "\\\\")), text)
    except (re.error, IndexError):
        return None


def split(text: Any, delimiter: Any) -> Any:
    found = pattern(delimiter, None) if is_text(text, delimiter) and len(text) <= 10_000 else None
    return None if found is None else found.split(text)


def string_join(items: Any, delimiter: Any = None) -> Any:
    if not isinstance(items, list):
        items = [items]
    kept = [item for item in items if item is not None]
    if not is_text(*kept) or not (delimiter is None or is_text(delimiter)):
        return None
    joined = (delimiter or "").join(kept)
    return joined if len(joined) <= MAX_STRING else None


def text_function(operate: Callable[..., Any]) -> Callable[..., Any]:
    def call(*values: Any) -> Any:
        return operate(*values) if is_text(*values) else None

    return call


# --- number


def number_function(operate: Callable[..., Any]) -> Callable[..., Any]:
    def call(*values: Any) -> Any:
        if not is_number(*values):
            return None
        try:
            result = operate(*values)
        except (ArithmeticError, ValueError):
            return None
        if isinstance(result, Decimal):
            return result if result.is_finite() else None
        return result

    return call


def rounding(mode: str) -> Callable[..., Any]:
    def call(value: Any, scale: Any = None) -> Any:
        if not is_number(value) or not (scale is None or is_number(scale)) or abs(scale or 0) > 6176:
            return None
        try:
            return value.quantize(Decimal(1).scaleb(-int(scale or 0)), rounding=mode, context=PRECISION)
        except InvalidOperation:
            return value

    return call


def modulo(a: Decimal, b: Decimal) -> Decimal | None:
    return None if b == 0 else PRECISION.subtract(a, PRECISION.multiply(b, (a / b).to_integral_value(rounding=ROUND_FLOOR)))


# --- context


def get_value(context: Any, key: Any) -> Any:
    if isinstance(key, list):
        for part in key:
            context = get_value(context, part)
        return context
    return context.get(key) if isinstance(context, dict) and is_text(key) else None


def get_entries(context: Any) -> Any:
    return [{"key": key, "value": value} for key, value in context.items()] if isinstance(context, dict) else None


def make_context(entries: Any) -> Any:
    items = entries if isinstance(entries, list) else [entries]
    result: dict[str, Any] = {}
    for item in items:
        if not isinstance(item, dict) or not is_text(item.get("key")) or "value" not in item or item["key"] in result:
            return None
        result[item["key"]] = item["value"]
    return result


def context_put(context: Any, key: Any, value: Any) -> Any:
    if not isinstance(context, dict):
        return None
    if isinstance(key, list):
        if not key:
            return None
        head, *rest = key
        inner = context_put(context.get(head, {}), rest, value) if rest else value
        return {**context, head: inner}
    return {**context, key: value} if is_text(key) else None


def context_merge(contexts: Any) -> Any:
    if not isinstance(contexts, list) or not all(isinstance(item, dict) for item in contexts):
        return None
    return {key: value for item in contexts for key, value in item.items()}


def builtin(parameters: str, call: Callable[..., Any], required: int | None = None, *, variadic: bool = False) -> Function:
    names = tuple(name.strip() for name in parameters.split(",")) if parameters else ()
    return Function(names, call, variadic, len(names) if required is None else required)


SCALAR: dict[str, Function] = {
    "number": builtin("from, grouping separator, decimal separator", number, 1),
    "string": builtin("from", string),
    "date": builtin("from, month, day", make_date, 1),
    "time": builtin("from, minute, second, offset", make_time, 1),
    "date and time": builtin("from, time", date_and_time, 1),
    "duration": builtin("from", duration),
    "years and months duration": builtin("from, to", years_and_months),
    "@": builtin("string", temporal),
    "not": builtin("negand", negate),
    "substring": builtin("string, start position, length", substring, 2),
    "string length": builtin("string", text_function(lambda text: Decimal(len(text)))),
    "upper case": builtin("string", text_function(str.upper)),
    "lower case": builtin("string", text_function(str.lower)),
    "substring before": builtin("string, match", text_function(lambda text, match: text.partition(match)[0] if match in text else "")),
    "substring after": builtin("string, match", text_function(lambda text, match: text.partition(match)[2] if match else text)),
    "contains": builtin("string, match", text_function(lambda text, match: match in text)),
    "starts with": builtin("string, match", text_function(str.startswith)),
    "ends with": builtin("string, match", text_function(str.endswith)),
    "trim": builtin("string", text_function(str.strip)),
    "matches": builtin("input, pattern, flags", matches, 2),
    "replace": builtin("input, pattern, replacement, flags", replace, 3),
    "split": builtin("string, delimiter", split),
    "string join": builtin("list, delimiter", string_join, 1),
    "decimal": builtin("n, scale", rounding(ROUND_HALF_EVEN)),
    "floor": builtin("n, scale", rounding(ROUND_FLOOR), 1),
    "ceiling": builtin("n, scale", rounding(ROUND_CEILING), 1),
    "round up": builtin("n, scale", rounding(ROUND_UP)),
    "round down": builtin("n, scale", rounding(ROUND_DOWN)),
    "round half up": builtin("n, scale", rounding(ROUND_HALF_UP)),
    "round half down": builtin("n, scale", rounding(ROUND_HALF_DOWN)),
    "abs": builtin("n", lambda value: abs(value) if isinstance(value, Decimal | timedelta) else None),
    "modulo": builtin("dividend, divisor", number_function(modulo)),
    "sqrt": builtin("number", number_function(lambda value: PRECISION.sqrt(value) if value >= 0 else None)),
    "log": builtin("number", number_function(lambda value: PRECISION.ln(value) if value > 0 else None)),
    "exp": builtin("number", number_function(PRECISION.exp)),
    "odd": builtin("number", number_function(lambda value: value % 2 != 0 if value == int(value) else None)),
    "even": builtin("number", number_function(lambda value: value % 2 == 0 if value == int(value) else None)),
    "get value": builtin("m, key", get_value),
    "get entries": builtin("m", get_entries),
    "context": builtin("entries", make_context),
    "context put": builtin("context, key, value", context_put),
    "context merge": builtin("contexts", context_merge),
    "is": builtin("value1, value2", lambda a, b: equal(a, b) is True),
    "day of year": builtin("date", lambda value: Decimal(value.timetuple().tm_yday) if isinstance(value, date) else None),
    "day of week": builtin("date", lambda value: _DAYS[value.weekday()] if isinstance(value, date) else None),
    "month of year": builtin("date", lambda value: _MONTHS[value.month - 1] if isinstance(value, date) else None),
    "week of year": builtin("date", lambda value: Decimal(value.isocalendar()[1]) if isinstance(value, date) else None),
}
