"""Values for typed places: what the standard converts (DMN 1.5, 10.3.2.9.4), and for processes also texts, which data at rest are."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.dmn.evaluation import Evaluation
from engine.feel.builtins.conversion import number_of_text
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.reading import parse_date, parse_datetime, parse_duration, parse_time
from engine.feel.text import nested_text, to_string
from engine.feel.types import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS,
    MONTHS,
    NUMBER,
    STRING,
    TIME,
    Constrained,
    ContextType,
    ListType,
    Simple,
    Type,
    coerce,
    type_name,
)
from engine.feel.values import TEMPORAL

#: characters of a value in a message
MAX_VALUE = 100


def fit(value: Any, kind: Type, run: Any, what: str) -> Any:
    """A value that is not of a type, converted to it; null, a warning and a fault where it cannot be. `what`: how the message calls it."""
    fits, converted = coerce(value, kind)
    if not fits and isinstance(run, Evaluation) and run.read_texts:
        fits, converted = read_as(value, kind, run)
    if not fits:
        message = f"{what} must be a {kind.name}, but is {describe(value)}"
        run.warn("TYPE", message, "", 0)
        note_fault(run, message)
    return converted


def note_fault(run: Any, message: str) -> None:
    """Allowed values are tested outside of an evaluation, where nothing listens."""
    if isinstance(run, Evaluation):
        run.fault(message)


def describe(value: Any) -> str:
    """A value and its type, as messages name them."""
    text = nested_text(value)
    return f"{text if len(text) <= MAX_VALUE else text[: MAX_VALUE - 1] + '…'}, a {type_name(value)}"


def read_as(value: Any, kind: Type, run: Evaluation) -> tuple[bool, Any]:
    """A value read as one of another type: a text as what it spells, a plain value as its text, in lists and contexts each part."""
    run.spend(1)
    fits, converted = coerce(value, kind)
    if fits:
        return True, converted
    if isinstance(kind, Constrained):
        fits, converted = read_as(value, kind.base, run)
        return (True, converted) if fits and kind.allows(converted) else (False, None)
    if isinstance(kind, ListType):
        items = [read_as(item, kind.item, run) for item in (value if isinstance(value, list) else [value])]
        return (True, [item for _fits, item in items]) if all(fits for fits, _item in items) else (False, None)
    if isinstance(kind, ContextType):
        return _read_context(value, kind, run)
    if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], list):
        value = value[0]
    if isinstance(value, str) and isinstance(kind, Simple):
        found = _READERS[kind](value) if kind in _READERS else None
    else:
        found = to_string(value) if kind is STRING and isinstance(value, (Decimal, bool, *TEMPORAL)) else None
    return found is not None, found


def _read_context(value: Any, kind: ContextType, run: Evaluation) -> tuple[bool, Any]:
    if not isinstance(value, dict) or not all(key in value for key, _part in kind.entries):
        return False, None
    made = dict(value)
    for key, part in kind.entries:
        fits, made[key] = read_as(value[key], part, run)
        if not fits:
            return False, None
    return True, made


def _boolean(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


def _days(text: str) -> DayTimeDuration | None:
    found = parse_duration(text)
    return found if isinstance(found, DayTimeDuration) else None


def _months(text: str) -> YearMonthDuration | None:
    found = parse_duration(text)
    return found if isinstance(found, YearMonthDuration) else None


#: as FEEL's own conversion functions read them: what they do not take is no value of the type
_READERS: dict[Simple, Callable[[str], Any]] = {
    NUMBER: number_of_text,
    BOOLEAN: _boolean,
    DATE: parse_date,
    TIME: parse_time,
    DATE_TIME: parse_datetime,
    DAYS: _days,
    MONTHS: _months,
}


def has_null(value: Any) -> bool:
    """Whether a result is null, or a list or context with one, as deep as results of several outputs go."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else (value,)
    return any(part is None or (isinstance(part, dict) and None in part.values()) for part in parts)
