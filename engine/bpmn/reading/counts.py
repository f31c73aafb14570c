"""The counts of repeated work that other engines name, and the FEEL that gives the same number here.

Camunda 7, Operaton, Flowable and Activiti count with nrOfInstances, nrOfActiveInstances and nrOfCompletedInstances, after the instance that
has just ended; so do the attributes of BPMN 2.0.2, table 10.30. Their loopCounter begins with 0, that of table 10.29 with 1.
"""

from __future__ import annotations

from typing import Any

from engine.bpmn.reading.juel import NO_COUNTS, Counts
from engine.bpmn.reading.names import BPMN

#: of other engines -> of the specification; known in a completion condition only
COUNTS = {
    "nrOfInstances": "numberOfInstances",
    "nrOfActiveInstances": "numberOfActiveInstances",
    "nrOfCompletedInstances": "numberOfCompletedInstances",
}
_COUNTER: Counts = {"loopCounter": "(loopCounter - 1)"}


def inner_counts(node: Any) -> Counts:
    """What an element, a flow or an event can ask: the counter of the repeated activity that it is, or stands in."""
    return _COUNTER if _repeats(node) else outer_counts(node)


def outer_counts(node: Any) -> Counts:
    """What is asked before a repeated activity begins: the counter of one around it."""
    return _COUNTER if any(_repeats(around) for around in node.iterancestors()) else NO_COUNTS


def completion_counts(node: Any) -> Counts:
    """What a completion condition can ask. One instance of a sequence is active there until the last has ended, and none here."""
    loop = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    sequential = loop is not None and loop.get("isSequential") in ("true", "1")
    return {**COUNTS, **_COUNTER, **({"nrOfActiveInstances": "1"} if sequential else {})}


def _repeats(node: Any) -> bool:
    return node.find(f"{BPMN}multiInstanceLoopCharacteristics") is not None
