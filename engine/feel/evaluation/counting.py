"""What work counts, in steps of about half a microsecond, where it depends on the size or the kind of the values."""

from __future__ import annotations

from typing import Any

from engine.feel.dates import DateTime, Time
from engine.feel.errors import FeelLimitExceeded
from engine.feel.interval import Range
from engine.feel.limits import MAX_STEPS
from engine.feel.measure import written_size

#: what one item of a list takes; a moment looks up its zone
_ITEM = {list: 6, dict: 6, Range: 8, DateTime: 24, Time: 24}
#: what comparing or computing with one value takes
_VALUE = {DateTime: 24, Time: 24, Range: 40}
_LONG = 1024
#: what comparing one item or entry takes
_COMPARED = 4
_MEASURED = (list, dict)


def cost(values: list[Any] | tuple[Any, ...]) -> int:
    """What looking at each of the values, and at their items, takes."""
    total = 0
    for value in values:
        kind = type(value)
        if kind is list:
            total += len(value) * (
                1 if _ITEM.keys().isdisjoint(map(type, value)) else max(_ITEM.get(item, 1) for item in set(map(type, value)))
            )
        elif kind is str:
            total += len(value) >> 5
        elif kind is dict:
            total += len(value) >> 2
        else:
            total += _VALUE.get(kind, 0)
    return total


def comparison_cost(left: Any, right: Any) -> int:
    """What comparing two values takes, which ends at the first difference of kind: nested lists and contexts count whole."""
    kind = type(left)
    if kind is str:
        return len(left) >> 6 if len(left) > _LONG else 0
    if kind in _MEASURED and type(right) is kind:
        return 0 if left is right else _nested(left)
    return _VALUE.get(kind, 0)


def membership_cost(value: Any, expected: Any) -> int:
    """What finding a value among others takes."""
    if type(expected) is list:
        return _nested(expected) + len(expected) * comparison_cost(value, value)
    return comparison_cost(value, expected) + _VALUE.get(type(expected), 0)


def call_cost(function: Any, values: list[Any]) -> int:
    """What a call takes before it is made."""
    # trying the signatures takes as long as some nodes
    total: int = 3 + function.weight + cost(values)
    if function.deep is not None:
        total += sum(function.deep(value) for value in values if type(value) in _MEASURED)
    return total


def written_cost(value: Any) -> int:
    """Items and entries on all levels, each as often as it occurs. Raises FeelLimitExceeded, as `written_size` does."""
    return 2 * cost((value,)) + 3 * written_size(value)


def compared_cost(value: Any) -> int:
    """Items and entries on all levels; what is shared counts once, as comparing looks at it once."""
    return _nested(value)


def _nested(value: Any) -> int:
    total, known, waiting = 0, {id(value)}, [value]
    while waiting:
        part = waiting.pop()
        total += _COMPARED * len(part) + 2
        if total > MAX_STEPS:
            raise FeelLimitExceeded(f"values of {MAX_STEPS // _COMPARED} items in all can be compared")
        for item in part if type(part) is list else part.values():
            if type(item) in _MEASURED and id(item) not in known:
                known.add(id(item))
                waiting.append(item)
    return total


def call_counted(function: Any, values: list[Any], run: Any) -> Any:
    """Call a function that was given as an argument: also a built-in one counts."""
    run.spend(8 + call_cost(function, values))
    return function.invoke(values, run)
