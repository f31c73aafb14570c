"""The list and range functions, and Camunda's additions that do not contradict the standard (DMN 1.5, 10.3.4.4)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.function import builtin, is_number
from engine.feel.operators import add, arithmetic, compare, equal, in_range, order
from engine.feel.values import PRECISION, Function, Range


def as_list(values: tuple[Any, ...]) -> list[Any]:
    """`sum([1, 2])` and `sum(1, 2)` mean the same."""
    if len(values) == 1:
        return values[0] if isinstance(values[0], list) else [values[0]]
    return list(values)


def on_list(operate: Callable[..., Any]) -> Callable[..., Any]:
    def call(first: Any, *rest: Any) -> Any:
        return None if first is None else operate(first if isinstance(first, list) else [first], *rest)

    return call


def spread(operate: Callable[[list[Any]], Any]) -> Callable[..., Any]:
    return lambda *values: operate(as_list(values))


def extreme(sign: str) -> Callable[[list[Any]], Any]:
    def call(items: list[Any]) -> Any:
        best = items[0] if items else None
        for item in items[1:]:
            better = compare(sign, item, best)
            if better is None:
                return None
            best = item if better else best
        return best

    return call


def total(items: list[Any]) -> Any:
    return functools.reduce(lambda a, b: None if a is None else arithmetic("+", a, b), items) if items and _addable(items) else None


def _addable(items: list[Any]) -> bool:
    return is_number(*items) or (
        not any(isinstance(item, str | bool) or item is None for item in items) and add(items[0], items[-1]) is not None
    )


def mean(items: list[Any]) -> Any:
    return PRECISION.divide(total(items), Decimal(len(items))) if items and is_number(*items) else None


def product(items: list[Any]) -> Any:
    return functools.reduce(PRECISION.multiply, items) if items and is_number(*items) else None


def median(items: list[Any]) -> Any:
    if not items or not is_number(*items):
        return None
    ordered = sorted(items)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def stddev(items: list[Any]) -> Any:
    if len(items) < 2 or not is_number(*items):
        return None
    average = mean(items)
    return PRECISION.sqrt(sum(((item - average) ** 2 for item in items), Decimal(0)) / (len(items) - 1))


def mode(items: list[Any]) -> Any:
    if not is_number(*items):
        return None
    counts = {item: items.count(item) for item in items}
    return sorted(item for item, count in counts.items() if count == max(counts.values()))


def all_of(items: list[Any]) -> Any:
    if False in [item for item in items if isinstance(item, bool)]:
        return False
    return True if all(item is True for item in items) else None


def any_of(items: list[Any]) -> Any:
    if True in [item for item in items if isinstance(item, bool)]:
        return True
    return False if all(item is False for item in items) else None


def contains(items: list[Any], element: Any) -> bool:
    return any(equal(item, element) is True for item in items)


def distinct(items: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        if not contains(kept, item):
            kept.append(item)
    return kept


def flatten(items: list[Any]) -> list[Any]:
    flat: list[Any] = []
    for item in items:
        flat.extend(flatten(item) if isinstance(item, list) else [item])
    return flat


def position(items: list[Any], index: Any, *, past_end: bool = False) -> int | None:
    """A position that counts from 1, or from the end where negative, as one that counts from 0."""
    if not is_number(index) or index == 0:
        return None
    place = int(index) - 1 if index > 0 else len(items) + int(index)
    return place if 0 <= place < len(items) + past_end else None


def sublist(items: list[Any], start: Any, length: Any = None) -> Any:
    first = position(items, start)
    if first is None or not (length is None or (is_number(length) and first + length <= len(items))):
        return None
    return items[first:] if length is None else items[first : first + int(length)]


def insert_before(items: list[Any], index: Any, element: Any) -> Any:
    place = position(items, index)
    return None if place is None else [*items[:place], element, *items[place:]]


def remove(items: list[Any], index: Any) -> Any:
    place = position(items, index)
    return None if place is None else [*items[:place], *items[place + 1 :]]


def list_replace(items: list[Any], where: Any, element: Any) -> Any:
    if isinstance(where, Function):
        return [element if where.call(item, element) is True else item for item in items]
    place = position(items, where)
    return None if place is None else [*items[:place], element, *items[place + 1 :]]


def index_of(items: list[Any], element: Any) -> list[Decimal]:
    return [Decimal(number) for number, item in enumerate(items, 1) if equal(item, element) is True]


def sort(items: list[Any], precedes: Any = None) -> Any:
    def rank(a: Any, b: Any) -> int:
        if isinstance(precedes, Function):
            return -1 if precedes.call(a, b) is True else (1 if precedes.call(b, a) is True else 0)
        return order(a, b) or 0

    return sorted(items, key=functools.cmp_to_key(rank))


def in_interval(value: Any, interval: Any) -> Any:
    return in_range(value, interval) if isinstance(interval, Range) else equal(value, interval)


LISTS: dict[str, Function] = {
    "list contains": builtin("list, element", on_list(contains)),
    "count": builtin("list", on_list(lambda items: Decimal(len(items)))),
    "min": builtin("list", spread(extreme("<")), 1, variadic=True),
    "max": builtin("list", spread(extreme(">")), 1, variadic=True),
    "sum": builtin("list", spread(total), 1, variadic=True),
    "mean": builtin("list", spread(mean), 1, variadic=True),
    "product": builtin("list", spread(product), 1, variadic=True),
    "median": builtin("list", spread(median), 1, variadic=True),
    "stddev": builtin("list", spread(stddev), 1, variadic=True),
    "mode": builtin("list", spread(mode), 1, variadic=True),
    "all": builtin("list", spread(all_of), 1, variadic=True),
    "any": builtin("list", spread(any_of), 1, variadic=True),
    "sublist": builtin("list, start position, length", on_list(sublist), 2),
    "append": builtin("list", on_list(lambda items, *more: [*items, *more]), 1, variadic=True),
    "concatenate": builtin(
        "list", lambda *lists: [item for part in lists for item in (part if isinstance(part, list) else [part])], 0, variadic=True
    ),
    "insert before": builtin("list, position, newItem", on_list(insert_before)),
    "remove": builtin("list, position", on_list(remove)),
    "list replace": builtin("list, position, newItem", on_list(list_replace)),
    "reverse": builtin("list", on_list(lambda items: items[::-1])),
    "index of": builtin("list, match", on_list(index_of)),
    "union": builtin(
        "list", lambda *lists: distinct([item for part in lists for item in (part if isinstance(part, list) else [part])]), 0, variadic=True
    ),
    "distinct values": builtin("list", on_list(distinct)),
    "flatten": builtin("list", on_list(flatten)),
    "sort": builtin("list, precedes", on_list(sort), 1),
    "is defined": builtin("value", lambda value: value is not None),
    "get or else": builtin("value, default", lambda value, default: default if value is None else value),
    "is empty": builtin("list", on_list(lambda items: not items)),
    "partition": builtin(
        "list, size",
        on_list(
            lambda items, size: (
                [items[at : at + int(size)] for at in range(0, len(items), int(size))] if is_number(size) and size >= 1 else None
            )
        ),
    ),
    "includes": builtin("range, point", lambda interval, value: in_interval(value, interval)),
    "during": builtin("point, range", in_interval),
    "before": builtin("point1, point2", lambda a, b: compare("<", a, b)),
    "after": builtin("point1, point2", lambda a, b: compare(">", a, b)),
}
