"""Entries of contexts, properties of values, projection of lists (DMN 1.5, 10.3.2.5 and tables 65 and 66)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.dates import NANOS, Date, DateTime, Time, offset, time_offset
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.interval import Range

MISSING: Any = object()


def entry(value: Any, name: str) -> Any:
    """The entry or property of a value; MISSING where it has none of this name. A list gives the list of its items' entries."""
    kind = type(value)
    if kind is dict:
        return value.get(name, MISSING)
    if kind is list:
        return _project(value, name, {})
    read = _PROPERTIES.get(kind, {}).get(name)
    return MISSING if read is None else read(value)


def _project(items: list[Any], name: str, known: dict[int, Any]) -> list[Any]:
    """The entries of the items; an inner list that occurs twice is projected once."""
    result: list[Any] = []
    for item in items:
        if type(item) is dict:
            found = item.get(name)
        elif type(item) is list:
            if id(item) not in known:
                known[id(item)] = _project(item, name, known)
            found = known[id(item)]
        else:
            found = entry(item, name)
        result.append(None if found is MISSING else found)
    return result


def _days(position: int, base: int) -> Callable[[DayTimeDuration], Decimal]:
    def read(value: DayTimeDuration) -> Decimal:
        amount = abs(value.nanos) // (position * NANOS)
        return Decimal((amount % base if base else amount) * (-1 if value.nanos < 0 else 1))

    return read


def _seconds(value: DayTimeDuration) -> Decimal:
    return Decimal(abs(value.nanos) % (60 * NANOS)) / NANOS * (-1 if value.nanos < 0 else 1)


def _months(value: YearMonthDuration, years: bool) -> Decimal:
    amount = abs(value.months) // 12 if years else abs(value.months) % 12
    return Decimal(amount if value.months >= 0 else -amount)


def _offset(seconds: int | None) -> DayTimeDuration | None:
    return None if seconds is None else DayTimeDuration(seconds * NANOS)


_DATE: dict[str, Callable[[Any], Any]] = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.weekday),
}
_TIME: dict[str, Callable[[Any], Any]] = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": lambda value: Decimal(value.second),
    "time offset": lambda value: _offset(time_offset(value)),
    "timezone": lambda value: value.zone if isinstance(value.zone, str) else None,
}


def _of_date(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: read(value.date)


def _of_time(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: read(value.time)


_PROPERTIES: dict[type, dict[str, Callable[[Any], Any]]] = {
    Date: _DATE,
    Time: _TIME,
    DateTime: {
        **{name: _of_date(read) for name, read in _DATE.items()},
        **{name: _of_time(read) for name, read in _TIME.items()},
        "time offset": lambda value: _offset(offset(value.time.zone, value.date, value.time)),
    },
    YearMonthDuration: {"years": lambda value: _months(value, True), "months": lambda value: _months(value, False)},
    DayTimeDuration: {
        "days": _days(86_400, 0),
        "hours": _days(3_600, 24),
        "minutes": _days(60, 60),
        "seconds": _seconds,
    },
    Range: {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}
