"""The counts of repeated work that other engines name, and the FEEL that gives the same number here.

Camunda 7, Operaton, Flowable and Activiti count with nrOfInstances, nrOfActiveInstances and nrOfCompletedInstances, after the instance that
has just ended; so do the attributes of BPMN 2.0.2, table 10.30. Their loopCounter begins with 0, that of table 10.29 with 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from engine.bpmn.kinds import SUB_PROCESSES
from engine.bpmn.reading.juel import NO_COUNTS, Counts
from engine.bpmn.reading.names import BPMN

#: what can stand around a step and be repeated
_REPEATABLE = tuple(f"{BPMN}{name}" for name in sorted(SUB_PROCESSES))
#: of other engines -> of the specification; known in a completion condition only
COUNTS = {
    "nrOfInstances": "numberOfInstances",
    "nrOfActiveInstances": "numberOfActiveInstances",
    "nrOfCompletedInstances": "numberOfCompletedInstances",
}
_COUNTER: Counts = {"loopCounter": "(loopCounter - 1)"}


class _CounterAround(Mapping[str, str]):
    """The counter of a repeated activity, looked for where it is asked for: few expressions do."""

    def __init__(self, node: Any, *, itself: bool) -> None:
        self._node = node
        self._itself = itself

    @cached_property
    def _counts(self) -> Counts:
        around = self._node.iterancestors(*_REPEATABLE)
        return _COUNTER if (self._itself and _repeats(self._node)) or any(map(_repeats, around)) else NO_COUNTS

    def __getitem__(self, name: str) -> str:
        return self._counts[name]

    def __contains__(self, name: object) -> bool:
        return name in _COUNTER and name in self._counts

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)


def inner_counts(node: Any) -> Counts:
    """What an element, a flow or an event can ask: the counter of the repeated activity that it is, or stands in."""
    return _CounterAround(node, itself=True)


def outer_counts(node: Any) -> Counts:
    """What is asked before a repeated activity begins: the counter of one around it."""
    return _CounterAround(node, itself=False)


def completion_counts(node: Any) -> Counts:
    """What a completion condition can ask. One instance of a sequence is active there until the last has ended, and none here."""
    loop = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    sequential = loop is not None and loop.get("isSequential") in ("true", "1")
    return {**COUNTS, **_COUNTER, **({"nrOfActiveInstances": "1"} if sequential else {})}


def _repeats(node: Any) -> bool:
    return node.find(f"{BPMN}multiInstanceLoopCharacteristics") is not None
