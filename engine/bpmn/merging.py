"""Joins that must know whether another token can still come: inclusive and complex gateways (BPMN 2.0.2, 13.4.3 and 13.4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from SpiffWorkflow.task import Task

from engine.bpmn.elements import Element, Process
from engine.bpmn.expressions import ExpressionFailed, condition
from engine.bpmn.flows import chosen_flows

if TYPE_CHECKING:
    from engine.bpmn.workflow import Instance

#: incoming flow -> the elements from which a token can reach it without visiting the gateway
Reach = Mapping[str, frozenset[str]]


def merges(process: Process) -> dict[str, Reach]:
    """What each joining inclusive or complex gateway needs to know, computed once."""
    return {
        element.id: {flow: _sources(process, flow, element.id) for flow in element.incoming}
        for element in process.elements.values()
        if joins(element)
    }


def joins(element: Element) -> bool:
    many = len(element.incoming) > 1
    return (element.kind == "inclusiveGateway" and many) or (
        element.kind == "complexGateway" and (many or element.activation_condition is not None)
    )


def _sources(process: Process, flow: str, gateway: str) -> frozenset[str]:
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


def fire_merges(instance: Instance) -> None:
    """Fire every join that is due, until none is."""
    fired = True
    while fired and instance.status == "ACTIVE":
        fired = False
        for gateway, reach in instance.definition.merges.items():
            there = [task for task in instance.tokens() if task.task_spec.name == gateway and "host" not in task.internal_data]
            for scope in dict.fromkeys(task.internal_data["scope"] for task in there):
                tokens = [task for task in there if task.internal_data["scope"] == scope]
                fired = _fire(instance, tokens, reach) or fired


def _fire(instance: Instance, tokens: list[Task], reach: Reach) -> bool:
    kinds = [task.internal_data.keys() for task in tokens]
    if any("incident" in kind for kind in kinds) or not all("joining" in kind or "reset" in kind for kind in kinds):
        return False  # one is parked, or has only just come
    first = tokens[0].task_spec.element
    state = next((task for task in tokens if "reset" in task.internal_data), None)
    joining = [task for task in tokens if "joining" in task.internal_data]
    if first.kind == "inclusiveGateway":
        return _inclusive(instance, joining, reach)
    return _start(instance, joining) if state is None else _reset(instance, state, joining, reach)


def _filled(joining: list[Task]) -> dict[str, Task]:
    """The first token on each flow that has one."""
    filled: dict[str, Task] = {}
    for task in joining:
        filled.setdefault(task.internal_data.get("via", ""), task)
    return filled


def _nothing_can_come(instance: Instance, scope: str, gateway: Element, reach: Reach, empty: set[str], full: set[str]) -> bool:
    """No token elsewhere has a way to an empty flow, unless it has one to a full flow too."""
    for task in instance.inside(scope):
        place = task.task_spec.name
        if place != gateway.id and any(place in reach[flow] for flow in empty) and not any(place in reach[flow] for flow in full):
            return False
    return True


def _inclusive(instance: Instance, joining: list[Task], reach: Reach) -> bool:
    filled = _filled(joining)
    first = next(iter(filled.values()))
    gateway, scope = first.task_spec.element, first.internal_data["scope"]
    if not _nothing_can_come(instance, scope, gateway, reach, set(gateway.incoming) - filled.keys(), set(filled) & reach.keys()):
        return False
    try:
        chosen = chosen_flows(instance, first)
    except ExpressionFailed as error:
        instance.park(first, "expression", str(error), "enter")
        return False
    _consume(instance, filled, first)
    instance.record(first, "ELEMENT_ACTIVATED")
    first.internal_data["chosen"] = chosen
    first.complete()
    return True


def _consume(instance: Instance, filled: Mapping[str, Task], first: Task) -> None:
    for task in filled.values():
        if task is not first:
            instance.drop(task)
    first.internal_data.pop("joining", None)


def _start(instance: Instance, joining: list[Task]) -> bool:
    filled = _filled(joining)
    first = next(iter(filled.values()))
    gateway, view = first.task_spec.element, instance.view_of(first)
    counts = {flow: sum(task.internal_data.get("via") == flow for task in joining) for flow in gateway.incoming}
    text = gateway.activation_condition or f"=activationCount >= {len(gateway.incoming)}"
    try:
        if not condition(text, {**view, **counts, "activationCount": len(joining)}, instance.turn.now):
            return False
        chosen = chosen_flows(instance, first, waitingForStart=True)
    except ExpressionFailed as error:
        instance.park(first, "expression", str(error), "enter")
        return False
    _consume(instance, filled, first)
    instance.record(first, "ELEMENT_ACTIVATED")
    for flow in chosen:
        instance.take(first, flow)
    first.internal_data["reset"] = sorted(filled)
    return True


def _reset(instance: Instance, state: Task, joining: list[Task], reach: Reach) -> bool:
    """The second phase. A flow without a condition has had its token in the first."""
    gateway, scope = state.task_spec.element, state.internal_data["scope"]
    consumed = set(state.internal_data["reset"])
    late = {flow: task for flow, task in _filled(joining).items() if flow not in consumed}
    full = (consumed | late.keys()) & reach.keys()
    if not _nothing_can_come(instance, scope, gateway, reach, set(gateway.incoming) - full, full):
        return False
    view = {**instance.view_of(state), "waitingForStart": False}
    flows = instance.process.flows
    try:
        chosen = [flow for flow in gateway.outgoing if (text := flows[flow].condition) and condition(text, view, instance.turn.now)]
    except ExpressionFailed as error:
        instance.park(state, "expression", str(error), "again")
        return False
    for task in late.values():
        instance.drop(task)
    instance.record(state, "ELEMENT_COMPLETED")
    for flow in chosen:
        instance.take(state, flow)
    instance.drop(state)
    instance.left_scope(scope)
    return True
