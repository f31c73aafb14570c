"""How a BPMN error finds who catches it: outwards from the activity, then to the caller (BPMN 2.0.2, 13.5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.task import Task

from engine.bpmn.elements import Element
from engine.bpmn.scopes import ROOT


def throw_error(task: Task, code: str, message: str, variables: Mapping[str, Any]) -> None:
    """Interrupt the nearest activity around `task` whose boundary catches `code`.

    Uncaught: a called instance fails and its caller hears of it; otherwise the token parks with an incident.
    """
    workflow = task.workflow
    current: Task | None = task
    while current is not None:
        if current.internal_data.get("inner"):
            current = workflow.find(current.internal_data["scope"])  # boundary events belong to the body
            continue
        boundary = catching(workflow.process.boundary_events(current.task_spec.name), code)
        scope = current.internal_data["scope"]
        if boundary is not None:
            workflow.assign(current, scope, variables)
            workflow.cancel_token(current)
            workflow.new_token(boundary.id, scope, caught=code)
            return
        current = None if scope == ROOT else workflow.find(scope)
    if workflow.called:
        workflow.finish("FAILED", code, message)
    else:
        workflow.close_wait(task, "cancelled")
        workflow.park(task, "unhandled_error", f"no boundary event catches the error '{code}': {message}", "enter")


def catching(events: list[Element], code: str) -> Element | None:
    """The boundary event for exactly this code, else the one for every error."""
    errors = [event for event in events if event.event and event.event.kind == "error"]
    for event in errors:
        if event.event and event.event.error_code == code:
            return event
    return next((event for event in errors if event.event and event.event.error_code is None), None)
