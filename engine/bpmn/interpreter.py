"""The pure interpreter: a state and a stimulus give a new state and effects. No I/O, no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import singledispatch
from typing import Any
from zoneinfo import ZoneInfo

from SpiffWorkflow import TaskState
from SpiffWorkflow.task import Task

from engine.bpmn.codec import decode, encode
from engine.bpmn.decision_call import DecisionCall
from engine.bpmn.definition import Definition
from engine.bpmn.following import follow_calendar
from engine.bpmn.propagation import throw_error, throw_escalation
from engine.bpmn.scopes import ROOT
from engine.bpmn.triggering import arrived
from engine.bpmn.workflow import Instance, Turn
from engine.dmn.decision import Decision
from engine.feel.government.calendars import WorkingCalendar, national_calendar, using
from engine.model.effects import Transition
from engine.model.errors import InvalidState
from engine.model.stimuli import (
    CalendarChanged,
    Cancelled,
    ChildEnded,
    ErrorThrown,
    EscalationReported,
    IncidentResolved,
    JobCompleted,
    MessageCorrelated,
    SignalCaught,
    Started,
    Stimulus,
    TimerTriggered,
    UserTaskCompleted,
)


def advance(
    definition: Definition,
    state: bytes | None,
    stimulus: Stimulus,
    now: datetime,
    *,
    zone: ZoneInfo,
    decisions: Mapping[DecisionCall, Decision] | None = None,
    calendar: WorkingCalendar | None = None,
) -> Transition:
    """One turn, to the next waits. `state` is None for Started only.

    `calendar`: on which working days are counted; without it the national one.
    `decisions`: those that its business rule tasks call; without them those of the process's own deployment.
    Raises InvalidState where the stimulus finds nothing that waits for it: the caller's transaction changes nothing.
    """
    if decisions is None:
        decisions = {
            call: definition.decisions[call.decision] for call in definition.decision_calls if call.decision in definition.decisions
        }
    turn = Turn(stimulus.id, now, zone, decisions)
    instance = decode(state, definition, turn) if state is not None else Instance(definition, turn)
    if instance.status != "ACTIVE":
        raise InvalidState("Expected an active case, but it has ended.")
    with using(lambda: calendar or national_calendar()):
        _apply(stimulus, instance)
        instance.run()
    return Transition(state=encode(instance), effects=tuple(turn.effects), ended=instance.status != "ACTIVE")


def _waiting(instance: Instance, token: str, kind: str) -> Task:
    task = instance.find(token)
    if task is None or task.internal_data.get("wait") != kind:
        raise InvalidState(f"Expected a {kind.replace('_', ' ')} that is open, but this one is done or gone.")
    return task


@singledispatch
def _apply(stimulus: Stimulus, instance: Instance) -> None:
    raise InvalidState(f"Expected a known stimulus, but got {type(stimulus).__name__}.")


@_apply.register
def _started(stimulus: Started, instance: Instance) -> None:
    start = instance.process.elements[stimulus.element] if stimulus.element else instance.process.none_start(None)
    if start is None:
        raise InvalidState("Expected a process that starts by itself, but this one starts with a message only.")
    instance.called = stimulus.called
    for name, value in stimulus.variables.items():
        instance.scopes.set_local(ROOT, name, value)
    caught: dict[str, Any] = {"caught": {}} if start.events else {}
    instance.new_token(start.id, ROOT, **caught)


@_apply.register
def _user_task(stimulus: UserTaskCompleted, instance: Instance) -> None:
    task = _waiting(instance, stimulus.token, "user_task")
    task.task_spec.completed(task, stimulus.variables)


@_apply.register
def _job(stimulus: JobCompleted, instance: Instance) -> None:
    task = _waiting(instance, stimulus.token, "job")
    task.task_spec.completed(task, stimulus.variables)


@_apply.register
def _child(stimulus: ChildEnded, instance: Instance) -> None:
    task = _waiting(instance, stimulus.token, "child")
    task.task_spec.completed(task, stimulus.variables)


@_apply.register
def _error(stimulus: ErrorThrown, instance: Instance) -> None:
    task = instance.find(stimulus.token)
    if task is None or task.internal_data.get("wait") not in ("job", "child"):
        raise InvalidState("Expected a job that is open, but this one is done or gone.")
    throw_error(task, stimulus.error_code, stimulus.message, stimulus.variables)


@_apply.register
def _timer(stimulus: TimerTriggered, instance: Instance) -> None:
    task = _waiting(instance, stimulus.token, "timer")
    due = datetime.fromisoformat(task.internal_data["due"])
    if due > instance.turn.now or due != datetime.fromisoformat(stimulus.due_at):
        raise InvalidState("Expected a timer that is due, but it is not, or no longer.")
    arrived(instance, task, {})


@_apply.register
def _message(stimulus: MessageCorrelated, instance: Instance) -> None:
    arrived(instance, _waiting(instance, stimulus.token, "subscription"), stimulus.variables)


@_apply.register
def _signal(stimulus: SignalCaught, instance: Instance) -> None:
    caught = False
    for token in stimulus.tokens:
        task = instance.find(token)
        if task is not None and task.internal_data.get("wait") == "signal" and task.internal_data["signal"] == stimulus.signal:
            arrived(instance, task, stimulus.variables)
            caught = True
    if not caught:
        raise InvalidState("Expected somebody who waits for the signal, but nobody does any more.")


@_apply.register
def _escalation(stimulus: EscalationReported, instance: Instance) -> None:
    throw_escalation(_waiting(instance, stimulus.token, "child"), stimulus.code, stimulus.variables)


@_apply.register
def _calendar(stimulus: CalendarChanged, instance: Instance) -> None:
    follow_calendar(instance)


@_apply.register
def _resolved(stimulus: IncidentResolved, instance: Instance) -> None:
    task = instance.find(stimulus.token)
    if task is None or "incident" not in task.internal_data:
        raise InvalidState("Expected an incident that is open, but it is resolved or gone.")
    scope = stimulus.token if stimulus.token in instance.scopes else task.internal_data["scope"]
    instance.assign(task, scope, stimulus.variables)
    incident = instance.unpark(task) or {}
    spec, retry = task.task_spec, incident["retry"]
    if retry == "complete":
        spec.completed(task, incident["result"])
    elif retry == "leave":
        instance.leave(task)
    elif retry == "again":
        spec.again(task)
    else:
        if not task.internal_data.get("inner"):
            instance.scopes.close(stimulus.token)
        for listener in instance.listeners(stimulus.token):
            instance.cancel_token(listener)
        task._set_state(TaskState.STARTED)
        task._ready()


@_apply.register
def _cancelled(stimulus: Cancelled, instance: Instance) -> None:
    instance.finish("TERMINATED")
