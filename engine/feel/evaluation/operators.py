"""Equality, order and membership of FEEL values (DMN 1.5, 10.3.2.13 and tables 47 to 52). What does not fit gives None."""

from __future__ import annotations

import operator
from decimal import Decimal
from typing import Any

from engine.feel.dates import NANOS, Date, DateTime, Time, instant, time_instant
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.interval import Range

_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_PLAIN = frozenset({Decimal, str, bool, Date, DayTimeDuration, YearMonthDuration})
_ORDERED = frozenset({Decimal, str, Date, DayTimeDuration, YearMonthDuration})


def equal(left: Any, right: Any) -> bool | None:
    """Whether two values are equal; None where they are of different types."""
    kind = type(left)
    if left is None or right is None:
        return left is right
    if kind is not type(right):
        return None
    if kind in _PLAIN:
        return bool(left == right)
    if kind is list or kind is dict:
        return left is right or _deeply_equal(left, right, {})
    if kind is Range:
        return left[2:] == right[2:] and equal(left.start, right.start) is True and equal(left.end, right.end) is True
    if kind is DateTime:
        # whole seconds, as the properties of the value have them (10.3.2.3.6)
        return _local(left.time) == _local(right.time) and instant(left) // NANOS == instant(right) // NANOS
    if kind is Time:
        return _local(left) == _local(right) and time_instant(left) // NANOS == time_instant(right) // NANOS
    return left is right


def _deeply_equal(left: Any, right: Any, known: dict[tuple[int, int], bool]) -> bool:
    """Lists and contexts; what they share is compared once."""
    if type(left) is not type(right) or type(left) not in (list, dict):
        return equal(left, right) is True
    pair = (id(left), id(right))
    if pair not in known:
        if type(left) is list:
            pairs = zip(left, right, strict=False)
            known[pair] = len(left) == len(right) and all(_deeply_equal(a, b, known) for a, b in pairs)
        else:
            known[pair] = left.keys() == right.keys() and all(_deeply_equal(value, right[key], known) for key, value in left.items())
    return known[pair]


def equality_key(value: Any) -> Any:
    """A hashable value that two values have in common exactly where they are equal. Its size is that of the value written out."""
    kind = type(value)
    if kind is list:
        return kind, tuple(map(equality_key, value))
    if kind is dict:
        return kind, frozenset((key, equality_key(item)) for key, item in value.items())
    if kind is DateTime:
        return kind, _local(value.time), instant(value) // NANOS
    if kind is Time:
        return kind, _local(value), time_instant(value) // NANOS
    if kind is Range:
        return kind, equality_key(value.start), equality_key(value.end), value[2:]
    return kind, value if kind in _PLAIN or value is None else id(value)


def _local(time: Time) -> bool:
    return time.zone is None


def order(left: Any, right: Any) -> int | None:
    """-1, 0 or 1, or None where the two have no order."""
    kind = type(left)
    if kind is not type(right):
        return None
    if kind is DateTime:
        if _local(left.time) != _local(right.time):
            return None
        left, right = instant(left), instant(right)
    elif kind is Time:
        if _local(left) != _local(right):
            return None
        left, right = time_instant(left), time_instant(right)
    elif kind not in _ORDERED:
        return None
    return int(left > right) - int(left < right)


def compare(sign: str, left: Any, right: Any) -> bool | None:
    """The result of = != < <= > >=."""
    if sign == "=":
        return equal(left, right)
    if sign == "!=":
        same = equal(left, right)
        return None if same is None else not same
    result = order(left, right)
    return None if result is None else bool(_COMPARE[sign](result, 0))


def in_range(value: Any, interval: Range) -> bool | None:
    """Whether an interval contains a value; None where they cannot be compared."""
    if interval.sign == "!=":
        return compare("!=", value, interval.start)
    if interval.sign == "=":
        return equal(value, interval.start)
    if interval.sign:
        return compare(interval.sign, value, interval.end if interval.start is None else interval.start)
    above = compare(">=" if interval.start_included else ">", value, interval.start)
    below = compare("<=" if interval.end_included else "<", value, interval.end)
    return and_(above, below)


def and_(left: Any, right: Any) -> bool | None:
    """Three-valued conjunction; what is no boolean counts as unknown (DMN 1.5, table 50)."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def or_(left: Any, right: Any) -> bool | None:
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


def meets(value: Any, expected: Any) -> bool | None:
    """A value against what a test evaluated to: an interval or list contains it, or it is equal (DMN 1.5, table 55)."""
    kind = type(expected)
    if kind is Range:
        return equal(value, expected) if type(value) is Range else in_range(value, expected)
    if kind is list:
        if type(value) is list and (equal(value, expected) is True or not any(type(item) is list for item in expected)):
            return equal(value, expected)
        results = [equal(value, item) if type(item) is list else meets(value, item) for item in expected]
        return True if True in results else (None if results and all(result is None for result in results) else False)
    return equal(value, expected)
