"""List functions (DMN 1.5, 10.3.4.4) and sort (10.3.4.11). Positions count from 1, negative ones from the end."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import Any

from engine.feel.builtins.library import Library, spread
from engine.feel.errors import FeelLimitExceeded
from engine.feel.evaluation.counting import call_counted, compared_cost, cost, written_cost
from engine.feel.evaluation.frame import Run
from engine.feel.evaluation.function import Function
from engine.feel.evaluation.operators import equal, equality_key, order
from engine.feel.limits import MAX_ITEMS
from engine.feel.measure import written_size
from engine.feel.values import READY, whole

LISTS = Library()
#: items of compound items, all levels together
MAX_COMPOUND = 10_000


def contains(items: list[Any], element: Any) -> bool:
    return any(equal(item, element) is True for item in items)


LISTS.add("list contains(list: list, element)", weight=3, deep=compared_cost)(contains)


@LISTS.add("count(list: list)")
def count(items: list[Any]) -> Decimal:
    return Decimal(len(items))


def _extreme(items: list[Any], wanted: int) -> Any:
    best = items[0] if items else None
    for item in items[1:]:
        place = order(item, best)
        if place is None:
            return None
        best = item if place == wanted else best
    return None if best is not None and order(best, best) is None else best


def minimum(items: list[Any]) -> Any:
    return _extreme(items, -1)


def maximum(items: list[Any]) -> Any:
    return _extreme(items, 1)


LISTS.add("min(list: list)", weight=3)(minimum)
LISTS.add("min(c...)")(spread(minimum))
LISTS.add("max(list: list)", weight=3)(maximum)
LISTS.add("max(c...)")(spread(maximum))


def all_of(items: list[Any]) -> bool | None:
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


def any_of(items: list[Any]) -> bool | None:
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


# Camunda's FEEL also has them under their names of DMN 1.1
LISTS.add("all(list: list)", "and(list: list)")(all_of)
LISTS.add("all(b...)", "and(b...)")(spread(all_of))
LISTS.add("any(list: list)", "or(list: list)")(any_of)
LISTS.add("any(b...)", "or(b...)")(spread(any_of))


def place(items: list[Any], position: Decimal) -> int | None:
    """A position, cut to a whole number, as one that counts from 0; None outside the list."""
    number = whole(position)
    index = number - 1 if number > 0 else len(items) + number
    return index if number != 0 and 0 <= index < len(items) else None


@LISTS.add("sublist(list: list, start position/start: number, [length: number])")
def sublist(items: list[Any], start: Decimal, length: Decimal | None) -> list[Any] | None:
    first = place(items, start)
    if first is None or (length is not None and not 0 <= length <= len(items) - first):
        return None
    return items[first:] if length is None else items[first : first + whole(length)]


@LISTS.add("append(list: list, item...)", weight=6)
def append(items: list[Any], *more: Any) -> list[Any]:
    return [*items, *more]


# Camunda's names for what takes any number of arguments: by name they are a list
LISTS.add("append(list: list, items: list)", weight=6)(lambda items, more: [*items, *more])


@LISTS.add("concatenate(list...)", weight=8)
def concatenate(*lists: Any) -> list[Any]:
    parts = [part if isinstance(part, list) else [part] for part in lists]
    if sum(map(len, parts)) > MAX_ITEMS:
        raise FeelLimitExceeded(f"a list may have {MAX_ITEMS} items")
    return [item for part in parts for item in part]


LISTS.add("concatenate(lists: list)", weight=8)(lambda lists: concatenate(*lists))


@LISTS.add("insert before(list: list, position: number, newItem)", weight=4)
def insert_before(items: list[Any], position: Decimal, element: Any) -> list[Any] | None:
    index = place(items, position)
    return None if index is None else [*items[:index], element, *items[index:]]


@LISTS.add("remove(list: list, position: number)")
def remove(items: list[Any], position: Decimal) -> list[Any] | None:
    index = place(items, position)
    return None if index is None else [*items[:index], *items[index + 1 :]]


@LISTS.add("list replace(list: list, position: number, newItem)", run=True, weight=10)
def list_replace(_run: Run, items: list[Any], position: Decimal, element: Any) -> list[Any] | None:
    index = place(items, position)
    return None if index is None else [*items[:index], element, *items[index + 1 :]]


@LISTS.add("list replace(list: list, match: function, newItem)", run=True, weight=10)
def list_replace_matching(run: Run, items: list[Any], match: Function, element: Any) -> list[Any] | None:
    results = [call_counted(match, [item, element], run) for item in items]
    if not all(isinstance(result, bool) for result in results):
        return None
    return [element if result else item for item, result in zip(items, results, strict=True)]


@LISTS.add("reverse(list: list)")
def reverse(items: list[Any]) -> list[Any]:
    return list(reversed(items))


@LISTS.add("index of(list: list, match)", weight=6, deep=compared_cost)
def index_of(items: list[Any], element: Any) -> list[Decimal]:
    return [Decimal(number) for number, item in enumerate(items, 1) if equal(item, element) is True]


def equality_keys(items: list[Any]) -> list[Any]:
    """For each item what it has in common with those that are equal. Raises FeelLimitExceeded for too many compound ones."""
    if written_size(items) > MAX_COMPOUND and not READY.issuperset(map(type, items)):
        raise FeelLimitExceeded(f"lists and contexts of {MAX_COMPOUND} items in all can be compared with each other")
    return [equality_key(item) for item in items]


@LISTS.add("distinct values(list: list)", weight=8, deep=written_cost)
def distinct(items: list[Any]) -> list[Any]:
    first: dict[Any, Any] = {}
    for key, item in zip(equality_keys(items), items, strict=True):
        first.setdefault(key, item)
    return list(first.values())


@LISTS.add("union(list...)", weight=12, deep=written_cost)
def union(*lists: Any) -> list[Any]:
    joined: list[Any] = concatenate(*lists)
    return list(distinct(joined))


LISTS.add("union(lists: list)", weight=12, deep=written_cost)(lambda lists: union(*lists))


@LISTS.add("flatten(list: list)", deep=written_cost)
def flatten(items: list[Any]) -> list[Any]:
    written_size(items)
    flat: list[Any] = []
    for item in items:
        flat.extend(flatten(item) if isinstance(item, list) else [item])
    return flat


@LISTS.add("sort(list: list, [precedes: function])", run=True, weight=10)
def sort(run: Run, items: list[Any], precedes: Function | None) -> list[Any] | None:
    """Stable. Without a function by the natural order; null where the items have none."""

    def rank(left: Any, right: Any) -> int:
        if precedes is None:
            natural = order(left, right)
            if natural is None:
                raise TypeError
            return natural
        first = call_counted(precedes, [left, right], run)
        if not isinstance(first, bool):
            raise TypeError
        return -1 if first else int(call_counted(precedes, [right, left], run) is True)

    if precedes is None:
        kinds = set(map(type, items))
        if kinds in ({Decimal}, {str}):
            return sorted(items)
        run.spend(len(items).bit_length() * (cost((items,)) + len(items)))
    try:
        return sorted(items, key=functools.cmp_to_key(rank))
    except TypeError:
        return None
