"""Lint rules of compensation: handlers, and what a thrown compensation can undo (BPMN 2.0.2, 10.7 and 13.5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Element, EventDefinition, Process
from engine.bpmn.kinds import ACTIVITIES, CONTAINERS, SUB_PROCESSES
from engine.bpmn.lint.report import Report
from engine.model.errors import Problem


def handler(report: Report, element: Element) -> Iterator[Problem]:
    """The activity that a compensation boundary event leads to."""
    found = report.process.elements.get(element.handler or "")
    remedy = "Draw an association to an activity that is marked as compensation."
    if found is None:
        yield report.problem("COMPENSATION_HANDLER", element, "The compensation boundary event has no handler.", remedy)
    elif not found.for_compensation:
        yield report.problem("COMPENSATION_HANDLER", element, f"'{found.id}' is not marked as compensation.", remedy)
    elif found.scope != element.scope:
        text = f"The handler '{found.id}' stands in another sub-process than the activity that it undoes."
        yield report.problem("COMPENSATION_HANDLER", element, text, "Draw both in the same sub-process.")


def compensation_throw(report: Report, element: Element, definition: EventDefinition) -> Iterator[Problem]:
    if not definition.wait_for_completion:
        text = "Compensation is always waited for; waitForCompletion=false is not executed."
        yield report.problem("NO_WAIT", element, text, "Remove the attribute, or throw it on a parallel branch.")
    scopes = _scopes_of(report.process, element)
    remedy = "Attach a compensation boundary event with a handler to what is to be undone."
    if definition.activity is None:
        inside = (item for scope in scopes for item in report.process.inside(scope))
        if not any(_can_be_undone(report.process, item) for item in inside):
            text = "Nothing beside this event can be compensated: it would be passed."
            yield report.problem("COMPENSATES_NOTHING", element, text, remedy, severity="warning")
        return
    target = report.process.elements.get(definition.activity)
    if target is None or target.scope not in scopes or target.kind not in ACTIVITIES:
        text = f"'{definition.activity}' is no activity of the scope that is compensated."
        yield report.problem("COMPENSATION_TARGET", element, text, "Choose an activity beside the event, or none for all of them.")
    elif not _can_be_undone(report.process, target):
        text = f"'{target.id}' has nothing that could undo it: no handler, and no step inside that has one."
        yield report.problem("COMPENSATES_NOTHING", element, text, remedy, severity="warning")


def compensation_catch(report: Report, element: Element, definition: EventDefinition) -> Iterator[Problem]:
    """What is caught undoes what it is attached to, or stands in: it names nothing."""
    if definition.activity is not None:
        text = "An event that waits for a compensation names no activity: it undoes what it belongs to."
        yield report.problem("COMPENSATION_TARGET", element, text, "Remove activityRef.")


def _scopes_of(process: Process, element: Element) -> set[str | None]:
    """Where a thrown compensation looks: around an event sub-process too."""
    scopes, scope = {element.scope}, process.elements.get(element.scope or "")
    while scope is not None and scope.kind == "eventSubProcess":
        scopes.add(scope.scope)
        scope = process.elements.get(scope.scope or "")
    return scopes


def _can_be_undone(process: Process, element: Element) -> bool:
    """Whether an activity has a handler, or is a sub-process in which something has one."""
    if any(event.event_of("compensate") for event in process.boundary_events(element.id)):
        return True
    waiting = [element]
    while waiting:
        around = waiting.pop()
        if around.kind not in SUB_PROCESSES:
            continue
        for item in process.inside(around.id):
            if item.kind == "eventSubProcess":
                if _is_started_by_compensation(process, item):
                    return True
            elif any(event.event_of("compensate") for event in process.boundary_events(item.id)):
                return True
            waiting.append(item)
    return False


def _is_started_by_compensation(process: Process, element: Element) -> bool:
    return element.kind == "eventSubProcess" and any(start.event_of("compensate") for start in process.starts(element.id))


def check_handlers(report: Report, element: Element) -> Iterator[Problem]:
    """A compensation handler that nothing leads to."""
    if element.for_compensation and not _undoes(report.process, element):
        text = "The activity is marked as compensation, but no compensation boundary event leads to it."
        yield report.problem("LOOSE_HANDLER", element, text, "Draw an association from the boundary event, or remove the mark.")
    if element.scope is None and _is_started_by_compensation(report.process, element):
        text = "Nothing compensates a whole process: this event sub-process would never run."
        yield report.problem("LOOSE_HANDLER", element, text, "Draw it inside the sub-process that it undoes.")


def _undoes(process: Process, element: Element) -> bool:
    """Whether a compensation boundary event leads to it, or it is an event sub-process that compensation starts (13.5.5)."""
    if element.kind in CONTAINERS and _is_started_by_compensation(process, element):
        return True
    return any(item.handler == element.id for item in process.elements.values())
