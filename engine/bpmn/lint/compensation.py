"""Lint rules of compensation: handlers, and what a thrown compensation can undo (BPMN 2.0.2, 10.7 and 13.5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Element, EventDefinition, Process
from engine.bpmn.kinds import ACTIVITIES, CONTAINERS
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
    if definition.activity is None:
        return
    target = report.process.elements.get(definition.activity)
    if target is None or target.scope not in _scopes_of(report.process, element) or target.kind not in ACTIVITIES:
        text = f"'{definition.activity}' is no activity of the scope that is compensated."
        yield report.problem("COMPENSATION_TARGET", element, text, "Choose an activity beside the event, or none for all of them.")


def check_thrown_compensation(report: Report) -> Iterator[Problem]:
    """A compensation that finds nothing to undo."""
    process = report.process
    undone = _undone(process)
    scopes = {process.elements[name].scope for name in undone}
    remedy = "Attach a compensation boundary event with a handler to what is to be undone."
    for element in process.elements.values():
        thrown = element.event_of("compensate") if element.kind in ("intermediateThrowEvent", "endEvent") else None
        if thrown is None:
            continue
        if thrown.activity is None and not scopes & _scopes_of(process, element):
            text = "Nothing beside this event can be compensated: it would be passed."
            yield report.problem("COMPENSATES_NOTHING", element, text, remedy, severity="warning")
        elif thrown.activity in process.elements and thrown.activity not in undone:
            text = f"'{thrown.activity}' has nothing that could undo it: no handler, and no step inside that has one."
            yield report.problem("COMPENSATES_NOTHING", element, text, remedy, severity="warning")


def _undone(process: Process) -> set[str]:
    """Activities that have a handler, and sub-processes in which something has one."""
    found: set[str] = set()
    for element in process.elements.values():
        name = element.attached_to if element.kind == "boundaryEvent" and element.event_of("compensate") else None
        if _is_started_by_compensation(process, element):
            name = element.scope
        while name is not None and name in process.elements and name not in found:
            around = process.elements[name]
            if around.kind == "eventSubProcess":
                break
            found.add(name)
            name = around.scope
    return found


def compensation_catch(report: Report, element: Element, definition: EventDefinition) -> Iterator[Problem]:
    """What is caught undoes what it is attached to, or stands in: it names nothing but that, or the handler, as jBPM writes it."""
    if definition.activity not in (None, element.handler, element.attached_to):
        text = "An event that waits for a compensation names no activity: it undoes what it belongs to."
        yield report.problem("COMPENSATION_TARGET", element, text, "Remove activityRef.")


def _scopes_of(process: Process, element: Element) -> set[str | None]:
    """Where a thrown compensation looks: around an event sub-process too."""
    scopes, scope = {element.scope}, process.elements.get(element.scope or "")
    while scope is not None and scope.kind == "eventSubProcess":
        scopes.add(scope.scope)
        scope = process.elements.get(scope.scope or "")
    return scopes


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
    return element.id in process.handlers
