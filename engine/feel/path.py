"""`value.name` and `list[condition]` (DMN 1.5, 10.3.2.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.feel.frame import Frame, Shared
from engine.feel.values import Months, Range


def entry(value: Any, name: str, shared: Shared) -> Any:
    """The entry of a context, the property of a temporal value or range, or the list of entries of a list's items."""
    if isinstance(value, dict):
        if name not in value:
            shared.warn("NO_ENTRY", f"there is no entry '{name}'")
        return value.get(name)
    if isinstance(value, list):
        return [entry(item, name, shared) for item in value]
    found = _property(value, name)
    if found is None and value is not None:
        shared.warn("NO_ENTRY", f"there is no property '{name}'")
    return found


def _property(value: Any, name: str) -> Any:
    for kinds, names in _PROPERTIES:
        if isinstance(value, kinds) and name in names:
            result = names[name](value)
            return Decimal(result) if isinstance(result, int) and not isinstance(result, bool) else result
    return None


def _days_parts(value: timedelta) -> tuple[int, timedelta]:
    sign = -1 if value < timedelta() else 1
    return sign, abs(value)


def _zone(value: Any) -> Any:
    return getattr(value.tzinfo, "key", None)


def _offset(value: Any) -> Any:
    return value.utcoffset()


_CLOCK: dict[str, Callable[[Any], Any]] = {
    "hour": lambda value: value.hour,
    "minute": lambda value: value.minute,
    "second": lambda value: Decimal(value.second) + Decimal(value.microsecond) / 1_000_000,
    "time offset": _offset,
    "timezone": _zone,
}
_DAY: dict[str, Callable[[Any], Any]] = {
    "year": lambda value: value.year,
    "month": lambda value: value.month,
    "day": lambda value: value.day,
    "weekday": lambda value: value.isoweekday(),
}
_PROPERTIES: tuple[tuple[tuple[type, ...], dict[str, Callable[[Any], Any]]], ...] = (
    ((datetime, time), _CLOCK),
    ((date,), _DAY),
    (
        (timedelta,),
        {
            "days": lambda value: _days_parts(value)[0] * _days_parts(value)[1].days,
            "hours": lambda value: _days_parts(value)[0] * (_days_parts(value)[1].seconds // 3600),
            "minutes": lambda value: _days_parts(value)[0] * (_days_parts(value)[1].seconds // 60 % 60),
            "seconds": lambda value: _days_parts(value)[0] * (_days_parts(value)[1].seconds % 60),
        },
    ),
    (
        (Months,),
        {
            "years": lambda value: int(value.months / 12),
            "months": lambda value: (1 if value.months >= 0 else -1) * (abs(value.months) % 12),
        },
    ),
    (
        (Range,),
        {
            "start": lambda value: value.start,
            "end": lambda value: value.end,
            "start included": lambda value: value.start_included,
            "end included": lambda value: value.end_included,
        },
    ),
)


def select(value: Any, condition: Callable[[Frame], Any], frame: Frame) -> Any:
    """An index counts from 1, a negative one from the end; anything else keeps the items for which it is true."""
    if value is None:
        return []
    items = value if isinstance(value, list) else [value]
    probe = condition(frame.inner(_names(items[0]))) if items else None
    if isinstance(probe, Decimal):
        index = int(probe)
        position = index - 1 if index > 0 else len(items) + index
        return items[position] if index != 0 and 0 <= position < len(items) else None
    kept = []
    for item in items:
        frame.shared.step()
        if condition(frame.inner(_names(item))) is True:
            kept.append(item)
    return kept


def _names(item: Any) -> dict[str, Any]:
    return {"item": item, **item} if isinstance(item, dict) else {"item": item}
