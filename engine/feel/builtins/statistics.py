"""Sums and statistics over lists of numbers (DMN 1.5, 10.3.4.4)."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from engine.feel.builtins.library import Library, spread
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.evaluation.arithmetic import add
from engine.feel.values import PRECISION

STATISTICS = Library()
_NUMBER = frozenset({Decimal})


def over_numbers(operate: Callable[[list[Decimal]], Any]) -> Callable[[list[Any]], Any]:
    """null for an empty list, for what is no number, and for a result without one."""

    def call(items: list[Any]) -> Any:
        if not items or not _NUMBER.issuperset(map(type, items)):
            return None
        try:
            return operate(items)
        except DecimalException:
            return None

    return call


def total(items: list[Any]) -> Any:
    """The sum of numbers; of durations of one kind, too."""
    kind = type(items[0]) if items else None
    if kind in (DayTimeDuration, YearMonthDuration) and all(type(item) is kind for item in items):
        return functools.reduce(lambda a, b: None if a is None else add(a, b), items)
    return _sum(items)


_sum = over_numbers(lambda items: functools.reduce(PRECISION.add, items))


def _mean(items: list[Decimal]) -> Decimal:
    return PRECISION.divide(functools.reduce(PRECISION.add, items), Decimal(len(items)))


def _median(items: list[Decimal]) -> Decimal:
    ordered, middle = sorted(items), len(items) // 2
    return ordered[middle] if len(items) % 2 else PRECISION.divide(PRECISION.add(ordered[middle - 1], ordered[middle]), Decimal(2))


def _stddev(items: list[Decimal]) -> Decimal | None:
    """Of a sample: null for a single number."""
    if len(items) < 2:
        return None
    average = _mean(items)
    squares = [PRECISION.power(PRECISION.subtract(item, average), Decimal(2)) for item in items]
    return PRECISION.sqrt(PRECISION.divide(functools.reduce(PRECISION.add, squares), Decimal(len(items) - 1)))


def mode(items: list[Any]) -> list[Decimal] | None:
    """The most frequent numbers, ascending; of an empty list an empty one."""
    if not _NUMBER.issuperset(map(type, items)):
        return None
    counts = Counter(items)
    most = max(counts.values(), default=0)
    return sorted(item for item, count in counts.items() if count == most)


def declare(name: str, operate: Callable[[list[Any]], Any], steps: int) -> None:
    def deep(value: Any) -> int:
        return steps * len(value)

    flat = 32 // steps
    STATISTICS.add(f"{name}(list: list)", weight=4 * steps, deep=deep, flat=flat)(operate)
    STATISTICS.add(f"{name}(n...)", weight=4 * steps, deep=deep, flat=flat)(spread(operate))


#: each with the steps that an item takes beyond one
for name, operate, steps in (
    ("sum", total, 1),
    ("mean", over_numbers(_mean), 1),
    ("product", over_numbers(lambda items: functools.reduce(PRECISION.multiply, items)), 1),
    ("median", over_numbers(_median), 1),
    ("stddev", over_numbers(_stddev), 4),
    ("mode", mode, 4),
):
    declare(name, operate, steps)
