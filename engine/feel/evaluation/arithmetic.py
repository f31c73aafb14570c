"""+ - * / ** and the minus sign (DMN 1.5, 10.3.2.13, tables 53 and 54). What does not fit gives None."""

from __future__ import annotations

from decimal import Decimal, DecimalException, DivisionByZero
from typing import Any

from engine.feel.dates import (
    DAY_NANOS,
    MIDNIGHT,
    Date,
    DateTime,
    Time,
    Zone,
    add_months,
    add_nanos,
    date_of_number,
    day_number,
    instant,
    time_instant,
    time_of_nanos,
)
from engine.feel.durations import DayTimeDuration, YearMonthDuration, day_time, year_month
from engine.feel.values import PRECISION


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    """As IEEE 754-2008 has it: whatever to the power of 0 is 1, also 0; 0 to the power of less than 0 has no value."""
    if not exponent:
        return Decimal(1)
    if not base and exponent < 0:
        raise DivisionByZero
    return PRECISION.power(base, exponent)


_NUMBERS = {
    "+": PRECISION.add,
    "-": PRECISION.subtract,
    "*": PRECISION.multiply,
    "/": PRECISION.divide,
    "**": _power,
}


def arithmetic(sign: str, left: Any, right: Any) -> Any:
    """The result of a binary operator, or None."""
    if type(left) is Decimal and type(right) is Decimal:
        try:
            return _NUMBERS[sign](left, right)
        except DecimalException:
            return None
    if left is None or right is None:
        return None
    return _OPERATIONS[sign](left, right) if sign in _OPERATIONS else None


def negate(value: Any) -> Any:
    if type(value) is Decimal:
        return PRECISION.minus(value)
    return -value if type(value) in (DayTimeDuration, YearMonthDuration) else None


def add(left: Any, right: Any) -> Any:
    if type(left) is str and type(right) is str:
        return left + right
    if type(left) in (DayTimeDuration, YearMonthDuration):
        if type(left) is type(right):
            total = left[0] + right[0]
            return day_time(total) if type(left) is DayTimeDuration else year_month(total)
        left, right = right, left
    if type(right) is YearMonthDuration:
        return _later(left, right.months)
    return _shifted(left, right.nanos) if type(right) is DayTimeDuration else None


def subtract(left: Any, right: Any) -> Any:
    if type(right) in (DayTimeDuration, YearMonthDuration):
        if type(left) in (DayTimeDuration, YearMonthDuration) and type(left) is not type(right):
            return None
        return add(left, -right)
    if type(left) is Time and type(right) is Time:
        return None if (left.zone is None) != (right.zone is None) else day_time(time_instant(left) - time_instant(right))
    if type(left) is Date and type(right) is Date:
        return day_time((day_number(left) - day_number(right)) * DAY_NANOS)
    start, end = _as_date_time(right), _as_date_time(left)
    if start is None or end is None or (start.time.zone is None) != (end.time.zone is None):
        return None
    return day_time(instant(end) - instant(start))


def _as_date_time(value: Any) -> DateTime | None:
    """A date counts as its midnight in UTC (10.3.2.3.4)."""
    if type(value) is Date:
        return DateTime(value, MIDNIGHT._replace(zone=0))
    return value if type(value) is DateTime else None


def _later(value: Any, months: int) -> Any:
    if type(value) is Date:
        return add_months(value, months)
    if type(value) is DateTime:
        date = add_months(value.date, months)
        return None if date is None else DateTime(date, value.time)
    return None


def _shifted(value: Any, nanos: int) -> Any:
    if type(value) is DateTime:
        return add_nanos(value, nanos)
    if type(value) is Date:
        return date_of_number(day_number(value) + nanos // DAY_NANOS)
    if type(value) is Time:
        zone: Zone = value.zone
        return time_of_nanos(value.nanos + nanos, zone)
    return None


def multiply(left: Any, right: Any) -> Any:
    if type(left) is Decimal:
        left, right = right, left
    return _scaled(left, right, "*") if type(right) is Decimal else None


def divide(left: Any, right: Any) -> Any:
    if type(right) is Decimal:
        return _scaled(left, right, "/")
    if type(left) is type(right) and type(left) in (DayTimeDuration, YearMonthDuration) and right[0]:
        return PRECISION.divide(Decimal(left[0]), Decimal(right[0]))
    return None


def _scaled(duration: Any, factor: Decimal, sign: str) -> Any:
    """Months are cut to whole ones towards zero, days and time to nanoseconds."""
    if type(duration) not in (DayTimeDuration, YearMonthDuration) or (sign == "/" and factor == 0):
        return None
    try:
        amount = _NUMBERS[sign](Decimal(duration[0]), factor)
    except DecimalException:
        return None
    if amount and amount.adjusted() > 40:
        return None  # beyond either kind; as a whole number it would take long to write
    total = int(amount)
    return day_time(total) if type(duration) is DayTimeDuration else year_month(total)


_OPERATIONS = {"+": add, "-": subtract, "*": multiply, "/": divide}
