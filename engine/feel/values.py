"""FEEL's values as Python values, and the conversion from and to those of callers (DMN 1.5, 10.3.2).

number: Decimal · string: str · boolean: bool · null: None · list: list · context: dict · date: Date · time: Time ·
date and time: DateTime · days and time duration: DayTimeDuration · years and months duration: YearMonthDuration ·
range: Range · function: Function (engine.feel.evaluation.function).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from engine.feel.dates import Date, DateTime, Time, Zone, zone_info
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.interval import Range
from engine.feel.text import to_string

#: Decimal128: 34 significant digits, half even (DMN 1.5, 10.3.2.3.1).
PRECISION = Context(prec=34, Emax=6144, Emin=-6143, traps=[InvalidOperation, DivisionByZero, Overflow])

Temporal = Date | Time | DateTime | DayTimeDuration | YearMonthDuration
TEMPORAL = (Date, Time, DateTime, DayTimeDuration, YearMonthDuration)


#: types whose values are FEEL values as they are
READY = frozenset({Decimal, str, bool, type(None), Date, Time, DateTime, DayTimeDuration, YearMonthDuration, Range})


#: further away than any position, length, year or number of days
FAR = 10**18


def whole(number: Decimal) -> int:
    """A number cut to a whole one; what is beyond FAR stays there, because a whole number of a million digits takes seconds."""
    if number and number.adjusted() >= 18:
        return FAR if number > 0 else -FAR
    return int(number)


def to_feel(value: Any) -> Any:
    """A caller's value as a FEEL value: numbers become Decimal, the standard library's temporal values FEEL's own.

    A value of a type that FEEL does not have becomes null.
    """
    if type(value) in READY or _is_ready(value):
        return value
    if isinstance(value, int):
        return PRECISION.create_decimal(value)
    if isinstance(value, float):
        number = Decimal(repr(value))
        return number if number.is_finite() else None
    if isinstance(value, Mapping):
        return {str(key): to_feel(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset) and not isinstance(value, (*TEMPORAL, Range)):
        return [to_feel(item) for item in value]
    return _from_library(value)


def _is_ready(value: Any) -> bool:
    """Whether a list or context holds FEEL values only, so that it need not be built again."""
    # loops of their own are faster here than anything that calls a function for each item
    waiting = [value]
    for part in waiting:
        kind = type(part)
        if kind is dict:
            for item in part.values():
                if type(item) not in READY:
                    waiting.append(item)  # noqa: PERF401
        elif kind is list:
            for item in part:
                if type(item) not in READY:
                    waiting.append(item)  # noqa: PERF401
        else:
            return False
    return True


def _from_library(value: Any) -> Any:
    if isinstance(value, datetime):
        return DateTime(Date(value.year, value.month, value.day), _time(value.timetz(), value))
    if isinstance(value, date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, time):
        return _time(value, None)
    if isinstance(value, timedelta):
        return DayTimeDuration(value // timedelta(microseconds=1) * 1000)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal):
        return Decimal(value) if value.is_finite() else None
    # a function of FEEL
    return value if hasattr(value, "signatures") else None


def _time(value: time, moment: datetime | None) -> Time:
    zone: Zone = getattr(value.tzinfo, "key", None)
    if zone is None and value.tzinfo is not None:
        shift = value.tzinfo.utcoffset(moment)
        zone = int(shift.total_seconds()) if shift is not None else None
    return Time(value.hour, value.minute, value.second, value.microsecond * 1000, 0 if zone == "UTC" else zone)


def to_python(value: Any) -> Any:
    """FEEL's temporal values as the standard library's; everything else as it is.

    Raises OverflowError beyond the standard library's calendar. A years and months duration has no counterpart and stays.
    """
    try:
        if isinstance(value, DateTime):
            return datetime.combine(to_python(value.date), to_python(value.time))
        if isinstance(value, Date):
            return date(value.year, value.month, value.day)
    except ValueError:
        raise OverflowError(f"the year {value[0]} is beyond the calendar") from None
    if isinstance(value, Time):
        return time(value.hour, value.minute, value.second, value.nanosecond // 1000, tzinfo=_tzinfo(value.zone))
    if isinstance(value, DayTimeDuration):
        return timedelta(microseconds=value.nanos // 1000)
    return value


def _tzinfo(zone: Zone) -> tzinfo | None:
    if zone is None or isinstance(zone, str):
        return zone_info(zone) if zone else None
    return timezone(timedelta(seconds=zone)) if zone else UTC


def to_json(value: Any) -> Any:
    """FEEL to JSON at rest: temporal values become ISO strings, ranges their text, functions null."""
    if value is None or isinstance(value, bool | str | Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [to_json(item) for item in value]
    value = to_feel(value)
    return to_string(value) if type(value) in READY else None
