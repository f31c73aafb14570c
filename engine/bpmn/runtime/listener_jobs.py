"""Jobs of execution and task listeners (Camunda 8): which ones a phase has, and the one that a token waits for next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from engine.bpmn.elements import Process
from engine.bpmn.expressions import retries_of, string
from engine.bpmn.extensions import Listener
from engine.bpmn.kinds import ListenerEvent
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.scopes import ROOT
from engine.bpmn.runtime.token import ListenerPhase, PhaseName, Token, Variables
from engine.bpmn.runtime.waiting import required_name
from engine.bpmn.runtime.waits import JobWait, UserTaskWait
from engine.model.effects import CreateJob

#: phase -> the events whose listeners run in it: a user task is created after its element has begun
_EVENTS: Mapping[PhaseName, tuple[ListenerEvent, ...]] = {
    "start": ("start", "creating", "assigning"),
    "completing": ("completing",),
    "end": ("end",),
    "process_start": ("start",),
    "process_end": ("end",),
}
#: what Camunda 8 calls the events of a user task in the headers of its listeners' jobs
_ACTIONS: Mapping[ListenerEvent, str] = {"creating": "create", "assigning": "assign", "completing": "complete", "canceling": "cancel"}


def listeners_of(process: Process, element: str, phase: PhaseName) -> list[Listener]:
    """In the order in which they run."""
    of_process = phase in ("process_start", "process_end")
    listeners = process.listeners if of_process else process.elements[element].extensions.listeners
    if not listeners:
        return []
    return [listener for event in _EVENTS[phase] for listener in listeners if listener.event == event]


def stands_in_listeners(
    instance: Instance, token: Token, phase: PhaseName, view: Mapping[str, Any], *, result: Variables | None = None
) -> bool:
    """Whether a listener of the phase is left, for whose job the token waits now; else `token.phase` is its caller's to clear.

    `result`: what the token keeps until the phase is over. Raises ExpressionFailed: those that are done are not done again.
    """
    listeners = listeners_of(instance.process, token.element, phase)
    if token.phase is None or token.phase.name != phase:
        if not listeners:
            return False
        token.phase = ListenerPhase(phase, result=result)
    done = token.phase.done
    while done < len(listeners) and listeners[done].event == "assigning" and not _is_assigned(instance, token, view):
        done += 1
    if done >= len(listeners):
        return False
    token.phase = replace(token.phase, done=done)
    effect = _job(instance, token, listeners[done], f"{phase} {done}", {**view, **(token.phase.result or {})})
    token.wait = JobWait()
    instance.emit(effect)
    return True


def _is_assigned(instance: Instance, token: Token, view: Mapping[str, Any]) -> bool:
    """Whether a task goes to one position from the beginning; candidates take it later. Raises ExpressionFailed."""
    return bool(string(instance.element(token).extensions.assignee, view, instance.turn.time))


def tell_assigned(instance: Instance, token: Token, action: str) -> None:
    """Somebody has taken an open task, has given it back, or it was given to somebody else: nobody waits for its listeners' jobs.

    `action`: as Camunda 8 calls it.
    """
    listeners = [listener for listener in instance.element(token).extensions.listeners if listener.event == "assigning"]
    for number, listener in enumerate(listeners):
        name = f"assigning {number} {instance.turn.namespace}"
        job = _job(instance, token, listener, name, instance.view_of(token), detached=True)
        instance.emit(replace(job, headers={**job.headers, "io.camunda.zeebe:action": action}))


def tell_process_cancelled(instance: Instance) -> None:
    """The process ends without being completed, and everything in it has: its listeners' jobs are made, and nobody waits for them."""
    listeners = [listener for listener in instance.process.listeners if listener.event == "cancel"]
    token = (
        Token(id=instance.turn.new_id(), element=instance.last_left, scope=ROOT, phase=ListenerPhase("process_end")) if listeners else None
    )
    for number, listener in enumerate(listeners):
        assert token is not None
        instance.emit(_job(instance, token, listener, f"cancel {number}", instance.scopes.view(ROOT), detached=True))


def tell_cancelled(instance: Instance, token: Token) -> None:
    """An element is cancelled, and with it its task, if one is open: its listeners' jobs are made, and nobody waits for them."""
    element = instance.element(token)
    events = {"canceling"} if isinstance(token.wait, UserTaskWait) else set()
    # of what is repeated each instance has its listeners; a token that only listens for an element is not the element
    if token.host is None and (token.inner is not None or not element.loop):
        events.add("cancel")
    listeners = [listener for listener in element.extensions.listeners if listener.event in events]
    for number, listener in enumerate(listeners):
        instance.emit(_job(instance, token, listener, f"{listener.event} {number}", instance.view_of(token), detached=True))


def _job(instance: Instance, token: Token, listener: Listener, name: str, view: Mapping[str, Any], *, detached: bool = False) -> CreateJob:
    of_process = token.phase is not None and token.phase.of_process
    type_ = required_name(listener.type, "listener's service process", view, instance.turn.time)
    element = None if of_process else instance.element(token)
    headers = {**dict(element.extensions.headers if element else ()), **dict(listener.headers)}
    if listener.event in _ACTIONS:
        headers |= {"io.camunda.zeebe:action": _ACTIONS[listener.event], "io.camunda.zeebe:userTaskKey": token.id}
    return CreateJob(
        token=token.id,
        element=element.id if element else instance.process.id,
        type=type_,
        retries=retries_of(listener.retries, view, instance.turn.time),
        variables=dict(view),
        headers=headers,
        job=str(uuid5(UUID(token.id), name)),
        detached=detached,
    )
