"""What a file of Camunda 7's family means by what it leaves out, where that engine says it itself and Camunda 8 refuses the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.bpmn.elements import Element, Flow
from engine.bpmn.reading.names import BPMN, CAMUNDA_7, ZEEBE, local_name


def is_of_camunda_7(node: Any) -> bool:
    """Whether the file is written for Camunda 7 or one of its descendants: it declares their namespace, and not Camunda 8's."""
    declared = {f"{{{uri}}}" for uri in node.getroottree().getroot().nsmap.values()}
    return ZEEBE not in declared and not declared.isdisjoint(CAMUNDA_7)


def sends_nothing(definition: Any) -> bool:
    """A message that is thrown, names none and has no implementation: there the event is passed and nobody hears of it."""
    thrower = local_name(definition.getparent().tag) in ("intermediateThrowEvent", "endEvent")
    plain = not any(name.startswith("{") for name in definition.attrib) and definition.find(f"{BPMN}extensionElements") is None
    return thrower and plain and is_of_camunda_7(definition)


def always_true(elements: Iterable[Element], flows: dict[str, Flow]) -> list[Flow]:
    """Flows without a condition out of a gateway that asks for conditions: there they count as true, each in its turn.

    Of an exclusive gateway only one without a default flow beside it (several refuse the file there), and only the last: what comes
    after it would never be taken.
    """
    found: list[Flow] = []
    for element in elements:
        plain = [flows[flow] for flow in element.outgoing if flows[flow].condition is None and flow != element.default]
        if len(element.outgoing) < 2 or not plain:
            continue
        last = not element.default and plain == [flows[element.outgoing[-1]]]
        if element.kind == "inclusiveGateway" or (element.kind == "exclusiveGateway" and last):
            found += plain
    return found
