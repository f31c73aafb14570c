"""The entries of contexts and the properties of values, by their types (DMN 1.5, tables 65 and 66)."""

from __future__ import annotations

from engine.feel.inference.inferred import NOTHING, UNKNOWN, Inferred, Shape
from engine.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS,
    MONTHS,
    NULL,
    NUMBER,
    STRING,
    TIME,
    ContextType,
    ListType,
    RangeType,
    Type,
)

_NUMBER, _BOOLEAN = Inferred(NUMBER), Inferred(BOOLEAN)
_OF_DATES = dict.fromkeys(("year", "month", "day", "weekday"), _NUMBER)
_OF_TIMES = {
    **dict.fromkeys(("hour", "minute", "second"), _NUMBER),
    "time offset": Inferred(DAYS, null=True),
    "timezone": Inferred(STRING, null=True),
}
_PROPERTIES: dict[Type, dict[str, Inferred]] = {
    DATE: _OF_DATES,
    TIME: _OF_TIMES,
    DATE_TIME: {**_OF_DATES, **_OF_TIMES},
    MONTHS: dict.fromkeys(("years", "months"), _NUMBER),
    DAYS: dict.fromkeys(("days", "hours", "minutes", "seconds"), _NUMBER),
    NUMBER: {},
    STRING: {},
    BOOLEAN: {},
}
_OF_RANGES = {"start": UNKNOWN, "end": UNKNOWN, "start included": _BOOLEAN, "end included": _BOOLEAN}


def member(kind: Type, name: str) -> Inferred | None:
    """What `value.name` is; None where no value of the type has it."""
    if kind is ANY or isinstance(kind, ContextType):
        return UNKNOWN
    if kind is NULL:
        return NOTHING
    if isinstance(kind, Shape):
        return kind.entry(name) or (None if kind.closed else UNKNOWN)
    if isinstance(kind, ListType):
        found = member(kind.item, name)
        return None if found is None else Inferred(ListType(found.type))
    if isinstance(kind, RangeType):
        return _OF_RANGES.get(name)
    return _PROPERTIES[kind].get(name) if kind in _PROPERTIES else UNKNOWN
