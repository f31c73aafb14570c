"""Finds the event that catches an error or escalation: scope by scope outwards, then the caller (BPMN 2.0.2, 13.5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engine.bpmn.elements import Element, EventDefinition
from engine.bpmn.runtime.ending import finish
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.scopes import ROOT
from engine.bpmn.runtime.token import Token
from engine.bpmn.runtime.triggering import fire_boundary, fire_event_sub_process
from engine.model.effects import EscalateToCaller

Thrown = Literal["error", "escalation"]


@dataclass(frozen=True, kw_only=True)
class Catcher:
    """`event` is a boundary event of `host`, or the start event of an event sub-process in `scope`."""

    event: Element
    host: Token | None = None
    scope: str = ROOT


def throw_error(instance: Instance, token: Token, code: str, message: str, variables: Mapping[str, Any]) -> None:
    """Interrupt the nearest scope or activity that catches `code`.

    Uncaught: a called instance fails and its caller gets the error; otherwise the token parks with an incident.
    """
    catcher = find_catcher(instance, token, "error", code)
    if catcher is not None:
        _catch(instance, catcher, variables, {"errorCode": code, "errorMessage": message})
    elif instance.called:
        finish(instance, "FAILED", code, message, variables)
    else:
        instance.close_wait(token, "cancelled")
        instance.park(token, "unhandled_error", f"no boundary event catches the error '{code}': {message}", "enter")


def throw_escalation(instance: Instance, token: Token, code: str, variables: Mapping[str, Any]) -> None:
    """Tell the nearest who catches `code`; where nobody does, nothing happens and the thrower goes on (13.5.5)."""
    catcher = find_catcher(instance, token, "escalation", code)
    if catcher is not None:
        _catch(instance, catcher, variables, {"escalationCode": code})
    elif instance.called:
        instance.emit(EscalateToCaller(token=token.id, element=token.element, code=code, variables=dict(variables)))


def _catch(instance: Instance, catcher: Catcher, variables: Mapping[str, Any], about: Mapping[str, Any]) -> None:
    if catcher.host is not None:
        fire_boundary(instance, catcher.event, catcher.host, variables, about)
    else:
        fire_event_sub_process(instance, catcher.event, catcher.scope, variables, about)


def find_catcher(instance: Instance, token: Token, kind: Thrown, code: str) -> Catcher | None:
    current: Token | None = token
    passed: set[str] = set()  # an event sub-process does not catch what is thrown in it
    while current is not None:
        scope = current.scope
        if current.inner is None:  # an inner instance's boundary events belong to its body
            boundary = _match(instance.process.boundary_events(current.element), kind, code)
            if boundary is not None and current.compensates is None:
                return Catcher(event=boundary, host=current)
            passed.add(current.element)
            silent = instance.turn.rules.siblings_are_silent and _has_interrupted(instance, current)
            start = None if silent else _match(_starts(instance, scope, passed), kind, code)
            if start is not None:
                return Catcher(event=start, scope=scope)
        current = instance.find(scope)
    return None


def _has_interrupted(instance: Instance, token: Token) -> bool:
    """An event sub-process that has interrupted its scope: no other one of that scope begins any more (BPMN 2.0.2, 13.5.4)."""
    if not instance.element(token).triggered_by_event or token.start is None:
        return False
    start = instance.process.elements[token.start]
    return start.interrupting or start.event_of("error") is not None


def _starts(instance: Instance, scope: str, passed: set[str]) -> list[Element]:
    owner = instance.find(scope)
    return [
        start
        for sub_process in instance.process.event_sub_processes(owner.element if owner is not None else None)
        if sub_process.id not in passed
        for start in instance.process.starts(sub_process.id)
    ]


def _match(events: list[Element], kind: Thrown, code: str) -> Element | None:
    """The event for exactly this code, else the one for every code."""
    found: list[tuple[Element, EventDefinition]] = [(event, item) for event in events for item in event.events if item.kind == kind]
    for event, item in found:
        if code and _code(item) == code:
            return event
    return next((event for event, item in found if _code(item) is None), None)


def _code(item: EventDefinition) -> str | None:
    return item.error_code if item.kind == "error" else item.escalation_code
