"""What happens when something that is listened for comes: boundary events, event sub-processes, event-based gateways, signals,
conditions, and the steps of a compensation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task

from engine.bpmn.elements import Element
from engine.bpmn.expressions import ExpressionFailed, evaluate
from engine.bpmn.waits import WAITED_FOR, Wait, open_wait, prepare_wait, rearm

if TYPE_CHECKING:
    from engine.bpmn.workflow import Instance

#: an event with the definitions that it waits for
Prepared = list[tuple[Element, int, Wait]]


def prepare_listeners(events: list[Element], view: Mapping[str, Any], task: Task) -> Prepared:
    """Raises ExpressionFailed; changes nothing."""
    return [
        (event, number, prepare_wait(definition, view, task))
        for event in events
        for number, definition in enumerate(event.events)
        if definition.kind in WAITED_FOR
    ]


def prepare_scope(instance: Instance, element: str | None, view: Mapping[str, Any], task: Task) -> Prepared:
    """The start events of the event sub-processes of a sub-process, or of the process (None)."""
    starts = [start for item in instance.process.event_sub_processes(element) for start in instance.process.starts(item.id)]
    return prepare_listeners(starts, view, task)


def listen(instance: Instance, prepared: Prepared, *, scope: str, host: str) -> None:
    for event, number, wait in prepared:
        open_wait(instance.new_token(event.id, scope, ready=False, host=host, listens=number), wait)


def arrived(instance: Instance, task: Task, variables: Mapping[str, Any]) -> None:
    """What a token waited for has come."""
    if "host" not in task.internal_data:
        task.task_spec.completed(task, variables)
        return
    event = task.task_spec.element
    if event.parallel_multiple and len(event.events) > 1:
        together = _all_arrived(instance, task, variables)
        if together is None:
            return
        variables = together
    host = instance.find(task.internal_data["host"])
    if event.kind == "boundaryEvent":
        assert host is not None
        _keep_listening(task, interrupting=event.interrupting)
        fire_boundary(instance, event, host, variables)
    elif event.kind == "startEvent":
        _keep_listening(task, interrupting=event.interrupting)
        fire_event_sub_process(instance, event, task.internal_data["host"], variables)
    else:
        assert host is not None
        host.task_spec.decided(host, event, variables)


def _all_arrived(instance: Instance, task: Task, variables: Mapping[str, Any]) -> dict[str, Any] | None:
    """A parallel multiple event needs each of its triggers once (10.5.4)."""
    instance.close_wait(task, "completed")
    task.internal_data["arrived"] = dict(variables)
    siblings = [other for other in instance.listeners(task.internal_data["host"]) if other.task_spec is task.task_spec]
    if not all("arrived" in other.internal_data for other in siblings):
        return None
    together = {name: value for other in siblings for name, value in other.internal_data["arrived"].items()}
    for other in siblings:
        if other is not task:
            instance.drop(other)
    return together


def _keep_listening(task: Task, *, interrupting: bool) -> None:
    """Before its event fires: an interrupting one is cancelled with its host, any other goes on listening."""
    if interrupting:
        return
    instance, data = task.workflow, task.internal_data
    if data.get("wait") == "condition":
        data["held"] = True  # it must be false before it is true again (10.5.5)
    elif data.get("wait") not in ("subscription", "signal") and not rearm(task):
        instance.drop(task)


def fire_boundary(
    instance: Instance, event: Element, host: Task, variables: Mapping[str, Any], about: Mapping[str, Any] | None = None
) -> None:
    scope = host.internal_data["scope"]
    if event.interrupting or event.event_of("error") or event.event_of("cancel"):
        instance.cancel_token(host)
    instance.new_token(event.id, scope, caught=dict(variables), about=dict(about or {}))


def fire_event_sub_process(
    instance: Instance, start: Element, scope: str, variables: Mapping[str, Any], about: Mapping[str, Any] | None = None
) -> Task:
    """Interrupting: everything else in the scope ends first, also what other event sub-processes of it listen for (13.5.4)."""
    if start.interrupting or start.event_of("error"):
        instance.cancel_inside(scope)
    assert start.scope is not None
    return instance.new_token(start.scope, scope, start=start.id, caught=dict(variables), about=dict(about or {}))


def broadcast(instance: Instance, signal: str, variables: Mapping[str, Any]) -> None:
    """To every token of this instance that waits for the signal now."""
    waiting = [task for task in instance.tokens() if task.internal_data.get("signal") == signal]
    for task in waiting:
        if task.id in instance.tasks and task.internal_data.get("wait") == "signal":
            arrived(instance, task, variables)


def check_conditions(instance: Instance) -> None:
    """Fire the conditional events whose condition has become true. Null, as of a variable that is not there yet, is not true."""
    instance.scopes.changed = False
    waiting = [task for task in instance.tokens() if task.internal_data.get("wait") == "condition"]
    for task in waiting:
        if task.id not in instance.tasks or task.internal_data.get("wait") != "condition":
            continue
        text = task.internal_data["condition"]
        try:
            value = evaluate(text if text.startswith("=") else f"={text}", instance.view_of(task), instance.turn.now)
        except ExpressionFailed:
            value = None
        if value is not True:
            task.internal_data.pop("held", None)
        elif "held" not in task.internal_data:
            arrived(instance, task, {})


def compensated(instance: Instance, token: str) -> None:
    """A handler has ended: whoever compensates goes on with the activity that completed before."""
    task = instance.find(token)
    if task is not None:
        task.task_spec.compensate_next(task)
