"""Conversion functions (DMN 1.5, 10.3.4.1): from texts and numbers to values, and parts of dates."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.feel.function import builtin, is_number, is_text
from engine.feel.temporal import parse_date, parse_datetime, parse_duration, parse_literal, parse_time
from engine.feel.values import PRECISION, Function, Months, to_string

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


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


CONVERSION: dict[str, Function] = {
    "number": builtin("from, grouping separator, decimal separator", number, 1),
    "string": builtin("from", string),
    "date": builtin("from, month, day", make_date, 1),
    "time": builtin("from, minute, second, offset", make_time, 1),
    "date and time": builtin("from, time", date_and_time, 1),
    "duration": builtin("from", duration),
    "years and months duration": builtin("from, to", years_and_months),
    "@": builtin("string", temporal),
    "day of year": builtin("date", lambda value: Decimal(value.timetuple().tm_yday) if isinstance(value, date) else None),
    "day of week": builtin("date", lambda value: _DAYS[value.weekday()] if isinstance(value, date) else None),
    "month of year": builtin("date", lambda value: _MONTHS[value.month - 1] if isinstance(value, date) else None),
    "week of year": builtin("date", lambda value: Decimal(value.isocalendar()[1]) if isinstance(value, date) else None),
}
