"""Measures the written size of a value, with limits: nested sharing can make it exponential."""

from __future__ import annotations

from typing import Any

from engine.feel.errors import FeelLimitExceeded
from engine.feel.values import READY

#: items and entries of a value, all levels together, when it leaves an expression or becomes a text
MAX_WRITTEN = 100_000
MAX_DEPTH = 100


def written_size(value: Any) -> int:
    """Items of a value when everything that it shares is written as often as it occurs. Raises FeelLimitExceeded."""
    if type(value) in READY or (type(value) is list and READY.issuperset(map(type, value))):
        return 1
    return _size(value, {}, 0)


def _size(value: Any, known: dict[int, int], depth: int) -> int:
    kind = type(value)
    if kind is not list and kind is not dict:
        return len(value) // 64 + 1 if kind is str else 1
    if id(value) in known:
        return known[id(value)]
    if depth > MAX_DEPTH:
        raise FeelLimitExceeded(f"a value may be {MAX_DEPTH} levels deep")
    total = 1
    for item in value if kind is list else value.values():
        total += _size(item, known, depth + 1)
        if total > MAX_WRITTEN:
            raise FeelLimitExceeded(f"a value may have {MAX_WRITTEN} items, all levels together")
    known[id(value)] = total
    return total
