"""Arithmetic, comparison and membership on FEEL values (DMN 1.5, tables 45 to 62). What does not fit gives None."""

from __future__ import annotations

import operator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, DecimalException
from typing import Any

from engine.feel.temporal import add_months
from engine.feel.values import PRECISION, Months, Range

_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def number(value: Decimal) -> Decimal | None:
    return value if value.is_finite() else None


def same_kind(left: Any, right: Any) -> bool:
    """Whether two values are of one comparable type (bool is no number, a date no date and time)."""
    kinds = (bool, Decimal, str, datetime, date, time, timedelta, Months, list, dict, Range)
    for kind in kinds:
        if isinstance(left, kind):
            return isinstance(right, kind) and not (kind is date and isinstance(right, datetime))
    return False


def equal(left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return left is right
    if not same_kind(left, right):
        return None
    if isinstance(left, list):
        return len(left) == len(right) and all(equal(a, b) is True for a, b in zip(left, right, strict=True))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(equal(value, right[key]) is True for key, value in left.items())
    if isinstance(left, datetime | time):
        return order(left, right) == 0 if order(left, right) is not None else False
    return bool(left == right)


def order(left: Any, right: Any) -> int | None:
    """-1, 0 or 1, or None where the two have no order."""
    if left is None or right is None or not same_kind(left, right) or isinstance(left, bool | list | dict | Range):
        return None
    if isinstance(left, datetime) and (left.tzinfo is None) != (right.tzinfo is None):
        return None
    if isinstance(left, time):
        if (left.tzinfo is None) != (right.tzinfo is None):
            return None
        if left.tzinfo is not None:
            day = date(2000, 1, 1)
            left = datetime.combine(day, left).astimezone(UTC)
            right = datetime.combine(day, right).astimezone(UTC)
    return int(left > right) - int(left < right)


def compare(sign: str, left: Any, right: Any) -> bool | None:
    if sign == "=":
        return equal(left, right)
    if sign == "!=":
        same = equal(left, right)
        return None if same is None else not same
    result = order(left, right)
    return None if result is None else bool(_COMPARE[sign](result, 0))


def arithmetic(sign: str, left: Any, right: Any) -> Any:
    """The result of + - * / **, or None."""
    if isinstance(left, bool) or isinstance(right, bool):
        return None
    try:
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            return _numbers(sign, left, right)
        if sign == "+":
            return add(left, right)
        if sign == "-":
            return subtract(left, right)
        if sign in "*/" and len(sign) == 1:
            return scale(sign, left, right)
    except (DecimalException, OverflowError, ValueError, TypeError, ZeroDivisionError):
        return None
    return None


def _numbers(sign: str, left: Decimal, right: Decimal) -> Decimal | None:
    if sign == "+":
        return number(PRECISION.add(left, right))
    if sign == "-":
        return number(PRECISION.subtract(left, right))
    if sign == "*":
        return number(PRECISION.multiply(left, right))
    if sign == "/":
        return None if right == 0 else number(PRECISION.divide(left, right))
    return number(PRECISION.power(left, right))


def add(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, Months) and isinstance(right, Months):
        return Months(left.months + right.months)
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        return left + right
    if isinstance(left, Months | timedelta):
        left, right = right, left
    if isinstance(left, datetime):
        return add_months(left, right.months) if isinstance(right, Months) else left + right
    if isinstance(left, date):
        if isinstance(right, Months):
            return add_months(left, right.months)
        return (datetime.combine(left, time()) + right).date()
    if isinstance(left, time) and isinstance(right, timedelta):
        return (datetime.combine(date(2000, 1, 1), left) + right).timetz()
    return None


def subtract(left: Any, right: Any) -> Any:
    if isinstance(right, Months | timedelta):
        return add(left, -right)
    if isinstance(left, date) and isinstance(right, date):
        return _moment(left, right) - _moment(right, left)
    if isinstance(left, time) and isinstance(right, time):
        day = date(2000, 1, 1)
        return datetime.combine(day, left) - datetime.combine(day, right)
    return None


def _moment(value: date, other: date) -> datetime:
    """A date in a difference counts from midnight (UTC where the other side has a zone)."""
    if isinstance(value, datetime):
        return value
    zone = UTC if isinstance(other, datetime) and other.tzinfo is not None else None
    return datetime.combine(value, time(), tzinfo=zone)


def scale(sign: str, left: Any, right: Any) -> Any:
    if sign == "*" and isinstance(left, Decimal):
        left, right = right, left
    if isinstance(left, Months):
        if isinstance(right, Decimal):
            return Months(int(left.months * right if sign == "*" else left.months / right))
        if sign == "/" and isinstance(right, Months):
            return number(PRECISION.divide(Decimal(left.months), Decimal(right.months)))
    if isinstance(left, timedelta):
        if isinstance(right, Decimal):
            micros = Decimal(left // timedelta(microseconds=1))
            return timedelta(microseconds=int(micros * right if sign == "*" else micros / right))
        if sign == "/" and isinstance(right, timedelta):
            one = timedelta(microseconds=1)
            return number(PRECISION.divide(Decimal(left // one), Decimal(right // one)))
    return None


def in_range(value: Any, interval: Range) -> bool | None:
    low = True if interval.start is None else compare(">=" if interval.start_included else ">", value, interval.start)
    high = True if interval.end is None else compare("<=" if interval.end_included else "<", value, interval.end)
    return and_(low, high)


def and_(left: Any, right: Any) -> bool | None:
    """Three-valued: false decides, otherwise anything but a boolean is unknown."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def or_(left: Any, right: Any) -> bool | None:
    if left is True or right is True:
        return True
    return False if left is False and right is False else None
