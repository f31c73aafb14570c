"""FEEL's values as Python values, and the conversion from and to JSON (DMN 1.5, section 10.3.2).

number: Decimal · string: str · boolean: bool · null: None · list: list · context: dict · date, time, date and time:
the standard library's · days and time duration: timedelta · years and months duration: Months · range: Range.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from typing import Any

#: Decimal128: 34 significant digits, half even (DMN 1.5, 10.3.2.3.1).
PRECISION = Context(prec=34)


@dataclass(frozen=True, order=True)
class Months:
    """A years and months duration: a whole number of months."""

    months: int

    def __neg__(self) -> Months:
        return Months(-self.months)


@dataclass(frozen=True)
class Range:
    """An interval; an end that is None is open towards infinity."""

    start: Any
    end: Any
    start_included: bool = True
    end_included: bool = True


@dataclass(frozen=True)
class Function:
    """A function value: its parameters' names and the Python callable that takes them in order."""

    parameters: tuple[str, ...]
    call: Callable[..., Any] = field(compare=False)
    variadic: bool = False
    required: int = 0


def to_feel(value: Any) -> Any:
    """JSON to FEEL: numbers become Decimal; everything else stays. Tuples are read as lists."""
    if value is None or isinstance(value, bool | str | Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {str(key): to_feel(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [to_feel(item) for item in value]
    return value


def to_json(value: Any) -> Any:
    """FEEL to JSON at rest: temporal values become ISO strings, functions and ranges their text."""
    if value is None or isinstance(value, bool | str | Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    return to_string(value)


def to_string(value: Any) -> str:
    """The text of a value as FEEL's `string()` gives it."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime | time):
        return temporal_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta | Months):
        return duration_text(value)
    if isinstance(value, list):
        return "[" + ", ".join(nested_text(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {nested_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
        return f"{opening}{nested_text(value.start)}..{nested_text(value.end)}{closing}"
    return "function"


def nested_text(value: Any) -> str:
    return '"' + value + '"' if isinstance(value, str) else to_string(value)


def decimal_text(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def temporal_text(value: datetime | time) -> str:
    text = value.replace(tzinfo=None).isoformat()
    if "." in text:
        text = text.rstrip("0")
    key = getattr(value.tzinfo, "key", None)
    if key is not None and key != "UTC":
        return f"{text}@{key}"
    if value.tzinfo is None:
        return text
    offset = value.utcoffset()
    if not offset:
        return f"{text}Z"
    minutes = int(offset.total_seconds() // 60)
    return f"{text}{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def duration_text(value: timedelta | Months) -> str:
    if isinstance(value, Months):
        sign, total = ("-" if value.months < 0 else ""), abs(value.months)
        years, months = divmod(total, 12)
        return sign + "P" + (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    micros = value // timedelta(microseconds=1)
    sign, micros = ("-" if micros < 0 else ""), abs(micros)
    seconds, fraction = divmod(micros, 1_000_000)
    days, seconds = divmod(seconds, 86_400)
    hours, seconds = divmod(seconds, 3_600)
    minutes, seconds = divmod(seconds, 60)
    tail = f"{seconds}" + (f".{fraction:06d}".rstrip("0") if fraction else "")
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + (f"{tail}S" if seconds or fraction else "")
    if not days and not clock:
        return "PT0S"
    return sign + "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


def type_name(value: Any) -> str:
    """FEEL's name for the type of a value, as `instance of` and messages use it."""
    if value is None:
        return "Null"
    for kind, name in _TYPE_NAMES:
        if isinstance(value, kind):
            return name
    return "Any"


_TYPE_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (Decimal, "number"),
    (str, "string"),
    (datetime, "date and time"),
    (date, "date"),
    (time, "time"),
    (timedelta, "days and time duration"),
    (Months, "years and months duration"),
    (list, "list"),
    (dict, "context"),
    (Range, "range"),
    (Function, "function"),
)
