"""How errors and escalations find who catches them: outwards, scope by scope, then to the caller (BPMN 2.0.2, 13.5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task

from engine.bpmn import triggering
from engine.bpmn.elements import Element, EventDefinition
from engine.bpmn.scopes import ROOT
from engine.model.effects import EscalateToCaller

if TYPE_CHECKING:
    from engine.bpmn.workflow import Instance


@dataclass(frozen=True, kw_only=True)
class Catcher:
    """`event` is a boundary event of `host`, or the start event of an event sub-process in `scope`."""

    event: Element
    host: Task | None = None
    scope: str = ROOT


def throw_error(task: Task, code: str, message: str, variables: Mapping[str, Any]) -> None:
    """Interrupt the nearest scope or activity that catches `code`.

    Uncaught: a called instance fails and its caller hears of it; otherwise the token parks with an incident.
    """
    instance = task.workflow
    catcher = find_catcher(instance, task, "error", code)
    if catcher is not None:
        _catch(instance, catcher, variables, {"errorCode": code, "errorMessage": message})
    elif instance.called:
        instance.finish("FAILED", code, message)
    else:
        instance.close_wait(task, "cancelled")
        instance.park(task, "unhandled_error", f"no boundary event catches the error '{code}': {message}", "enter")


def throw_escalation(task: Task, code: str, variables: Mapping[str, Any]) -> None:
    """Tell the nearest who catches `code`; where nobody does, nothing happens and the thrower goes on (13.5.5)."""
    instance = task.workflow
    catcher = find_catcher(instance, task, "escalation", code)
    if catcher is not None:
        _catch(instance, catcher, variables, {"escalationCode": code})
    elif instance.called:
        instance.emit(EscalateToCaller(token=str(task.id), element=task.task_spec.name, code=code, variables=dict(variables)))


def _catch(instance: Instance, catcher: Catcher, variables: Mapping[str, Any], about: Mapping[str, Any]) -> None:
    if catcher.host is not None:
        triggering.fire_boundary(instance, catcher.event, catcher.host, variables, about)
    else:
        triggering.fire_event_sub_process(instance, catcher.event, catcher.scope, variables, about)


def find_catcher(instance: Instance, task: Task, kind: str, code: str) -> Catcher | None:
    current: Task | None = task
    inside: set[str] = set()  # an event sub-process does not catch what is thrown in it
    while current is not None:
        data, element = current.internal_data, current.task_spec.element
        scope = data["scope"]
        if not data.get("inner"):  # an inner instance's boundary events belong to its body
            boundary = _match(instance.process.boundary_events(element.id), kind, code)
            if boundary is not None and "compensates" not in data:
                return Catcher(event=boundary, host=current)
            if element.kind == "eventSubProcess":
                inside.add(element.id)
            start = _match(_starts(instance, scope, inside), kind, code)
            if start is not None:
                return Catcher(event=start, scope=scope)
        current = None if scope == ROOT else instance.find(scope)
    return None


def _starts(instance: Instance, scope: str, inside: set[str]) -> list[Element]:
    owner = instance.find(scope)
    element = owner.task_spec.element.id if owner is not None else None
    return [
        start
        for sub_process in instance.process.event_sub_processes(element)
        if sub_process.id not in inside
        for start in instance.process.starts(sub_process.id)
    ]


def _match(events: list[Element], kind: str, code: str) -> Element | None:
    """The event for exactly this code, else the one for every code."""
    found: list[tuple[Element, EventDefinition]] = [(event, item) for event in events for item in event.events if item.kind == kind]
    for event, item in found:
        if code and _code(item) == code:
            return event
    return next((event for event, item in found if _code(item) is None), None)


def _code(item: EventDefinition) -> str | None:
    return item.error_code if item.kind == "error" else item.escalation_code
