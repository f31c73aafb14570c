"""Computes, once for a process, from which elements a token can still reach a join (BPMN 2.0.2, 13.4.3 and 13.4.5)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.elements import Element, Process

#: incoming flow -> its sources
JoinReach = Mapping[str, frozenset[str]]


def reach_of_joins(process: Process) -> dict[str, JoinReach]:
    """For each inclusive or complex gateway that joins."""
    return {
        element.id: {flow: sources(process, flow, element.id) for flow in element.incoming}
        for element in process.elements.values()
        if is_join(element)
    }


def is_join(element: Element) -> bool:
    """Whether the gateway must know if another token can still come before it fires."""
    many = len(element.incoming) > 1
    return (element.kind == "inclusiveGateway" and many) or (
        element.kind == "complexGateway" and (many or element.activation_condition is not None)
    )


def sources(process: Process, flow: str, gateway: str) -> frozenset[str]:
    """The elements from which a token can reach the flow without visiting the gateway."""
    found: set[str] = set()
    front = [process.flows[flow].source]
    while front:
        identifier = front.pop()
        if identifier in found or identifier == gateway or identifier not in process.elements:
            continue
        found.add(identifier)
        element = process.elements[identifier]
        front += [process.flows[incoming].source for incoming in element.incoming]
        if element.attached_to:
            front.append(element.attached_to)
        if element.kind == "intermediateCatchEvent" and element.event_of("link"):
            front += [other.id for other in process.inside(element.scope) if process.link_target(other) is element]
    return frozenset(found)
