"""Stores effects as rows, in the transaction of the new state. An effect on another instance becomes a job that runs a command."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from engine.core.close_waits import close_wait, job_of_wait, resolve_incidents_of
from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.core.hooks import hooks_of
from engine.core.incidents import raise_incident
from engine.core.job_rows import (
    CORRELATE,
    ESCALATE,
    PUBLISH,
    REPORT_CHILD,
    START_BY_SIGNAL,
    START_CHILD,
    create_job,
    platform_job,
)
from engine.core.receivers.findings import note_task
from engine.core.signals import deliver_signal
from engine.core.tasks.assign_task import assign_candidates, last_position_of_step
from engine.identity.receiving_groups import Receivers, find_receivers
from engine.model.effects import (
    BroadcastSignal,
    CloseIncident,
    CloseWait,
    CreateJob,
    CreateTimer,
    CreateUserTask,
    Effect,
    EndInstance,
    EscalateToCaller,
    MoveDueDate,
    MoveToken,
    OpenSignalSubscription,
    OpenSubscription,
    PublishMessage,
    RaiseIncident,
    RecordHistory,
    StartChild,
)
from engine.persistence.tables.history import HistoryEvent
from engine.persistence.tables.instances import (
    BufferedMessage,
    Incident,
    Job,
    MessageSubscription,
    ProcessInstance,
    SignalSubscription,
    StartSubscription,
    Timer,
    UserTask,
)


def apply_effects(context: CommandContext, instance: ProcessInstance, loaded: Loaded, effects: Sequence[Effect]) -> None:
    for effect in effects:
        if not isinstance(effect, RecordHistory):
            _apply(effect, context, instance, loaded)
    history = [effect for effect in effects if isinstance(effect, RecordHistory)]
    if history:
        # beside the other rows that are new, which makes one statement of them
        context.rows.insert(HistoryEvent, [_history_row(context, instance, effect) for effect in history])


def _history_row(context: CommandContext, instance: ProcessInstance, effect: RecordHistory) -> dict[str, Any]:
    return {
        "instance_id": instance.id,
        "at": context.now,
        "event": effect.event,
        "element_id": effect.element,
        "token": effect.token,
        "person_id": context.actor.person,
        "position_id": context.position,
        "data": dict(effect.data),
    }


@singledispatch
def _apply(effect: Effect, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    raise TypeError(f"no rule for the effect {type(effect).__name__}")


@_apply.register
def _user_task(effect: CreateUserTask, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    task = UUID(effect.token)
    row = {
        "id": task,
        "instance_id": instance.id,
        "element_id": effect.element,
        "name": effect.name,
        "form_key": effect.form,
        "status": "OPEN",
        "priority": effect.priority,
        "due_at": effect.due_at,
        "follow_up_at": effect.follow_up_at,
        "properties": dict(effect.properties),
        "on_calendar": effect.on_calendar,
        "created_at": context.now,
    }
    context.rows.insert(UserTask, [row])
    if any(observer.takes(context, instance, effect) for observer in hooks_of(context).tasks):
        return
    same = last_position_of_step(context, instance, effect.properties)
    found = Receivers(same) if same else receivers_of(context, effect)
    candidates = found.candidates
    assign_candidates(context, instance, task, candidates)
    note_task(context, instance, task, candidates, heard=found.heard)
    if not candidates:
        wanted = effect.assignee or ", ".join((*effect.candidate_users, *effect.candidate_groups)) or "nobody"
        message = f"nobody bears what the assignment names: {wanted}"
        raise_incident(context, instance, token=effect.token, element=effect.element, kind="assignment", message=message)


def receivers_of(context: CommandContext, task: CreateUserTask) -> Receivers:
    named = (task.assignee, task.candidate_groups, task.candidate_users)
    return find_receivers(context.rows, context.session, *named, today=context.today, now=context.now)


@_apply.register
def _job(effect: CreateJob, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    job_type = context.platform.packages.job_type(effect.type)
    create_job(
        context,
        instance,
        identifier=UUID(effect.job or effect.token),
        token=None if effect.detached else UUID(effect.token),
        element=effect.element,
        kind=effect.type,
        queue=job_type.queue if job_type else "service",
        retries=effect.retries,
        variables=effect.variables,
        headers=effect.headers,
    )


@_apply.register
def _timer(effect: CreateTimer, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    row = {"id": UUID(effect.token), "instance_id": instance.id, "element_id": effect.element}
    context.rows.insert(Timer, [{**row, "due_at": effect.due_at, "on_calendar": effect.on_calendar}])


@_apply.register
def _due(effect: MoveDueDate, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    token = UUID(effect.token)
    context.session.execute(update(Timer).where(Timer.id == token).values(due_at=effect.due_at))
    values = {"due_at": effect.due_at, "follow_up_at": effect.follow_up_at}
    context.session.execute(update(UserTask).where(UserTask.id == token).values(values))


@_apply.register
def _subscription(effect: OpenSubscription, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    row = {"id": UUID(effect.token), "instance_id": instance.id, "element_id": effect.element}
    context.rows.insert(MessageSubscription, [{**row, "message": effect.message, "correlation_key": effect.correlation_key}])
    buffered = context.session.scalars(
        select(BufferedMessage.id).where(
            BufferedMessage.message == effect.message,
            BufferedMessage.correlation_key == effect.correlation_key,
            BufferedMessage.expires_at > context.now,
            BufferedMessage.delivered_to.is_(None),
        )
    ).first()
    if buffered:
        platform_job(context, instance, CORRELATE, key=f"{buffered} {effect.token}", variables={"message": str(buffered)})


@_apply.register
def _signal(effect: OpenSignalSubscription, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    row = {"id": UUID(effect.token), "instance_id": instance.id, "element_id": effect.element, "signal": effect.signal}
    context.rows.insert(SignalSubscription, [row])


@_apply.register
def _broadcast(effect: BroadcastSignal, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    key = f"{effect.token} {instance.revision} {len(context.new_jobs)}"
    deliver_signal(context, effect.signal, effect.variables, key=key, except_instance=instance)
    starts = select(StartSubscription.id).where(StartSubscription.kind == "signal", StartSubscription.name == effect.signal)
    for start in context.session.scalars(starts.order_by(StartSubscription.id)):
        values = {"start": str(start), "variables": dict(effect.variables)}
        platform_job(context, instance, START_BY_SIGNAL, key=f"{key} {start}", variables=values)


@_apply.register
def _publish(effect: PublishMessage, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    values = {"name": effect.message, "correlation_key": effect.correlation_key, "variables": dict(effect.variables)}
    key = f"{effect.token} {instance.revision} {len(context.new_jobs)}"
    platform_job(context, instance, PUBLISH, key=key, variables=values)


@_apply.register
def _escalate(effect: EscalateToCaller, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    if instance.parent_id is not None:
        values = {
            "parent": str(instance.parent_id),
            "token": str(instance.parent_token),
            "code": effect.code,
            "variables": dict(effect.variables),
            "order": len(context.new_jobs),
        }
        platform_job(context, instance, ESCALATE, key=f"{effect.token} {instance.revision} {len(context.new_jobs)}", variables=values)


@_apply.register
def _child(effect: StartChild, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    variables = {
        "process": effect.process,
        "binding": effect.binding,
        "version_tag": effect.version_tag,
        "token": effect.token,
        "variables": dict(effect.variables),
    }
    platform_job(context, instance, START_CHILD, key=f"{effect.token} {instance.revision}", variables=variables)


@_apply.register
def _moved(effect: MoveToken, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    token, session = UUID(effect.token), context.session
    form = {} if effect.form is None or effect.form.startswith("=") else {"form_key": effect.form}
    session.execute(update(UserTask).where(UserTask.id == token).values(element_id=effect.element, name=effect.name, **form))
    for table in (Timer, MessageSubscription, SignalSubscription):
        session.execute(update(table).where(table.id == token).values(element_id=effect.element))
    session.execute(update(Job).where(*job_of_wait(instance, token)).values(element_id=effect.element))
    session.execute(update(Incident).where(Incident.token == token, Incident.resolved_at.is_(None)).values(element_id=effect.element))


@_apply.register
def _incident(effect: RaiseIncident, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    raise_incident(context, instance, token=effect.token, element=effect.element, kind=effect.kind, message=effect.message)


@_apply.register
def _close_incident(effect: CloseIncident, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    resolve_incidents_of(context, UUID(effect.token))


@_apply.register
def _close_wait(effect: CloseWait, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    close_wait(context, instance, effect)


@_apply.register
def _end(effect: EndInstance, context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    instance.status, instance.ended_at = effect.status, context.now
    if instance.parent_id is not None and instance.parent_token is not None:
        variables = {
            "parent": str(instance.parent_id),
            "token": str(instance.parent_token),
            "child": str(instance.id),
            "status": effect.status,
            "variables": dict(effect.variables),
            "error_code": effect.error_code,
            "error_message": effect.error_message,
            "error_variables": dict(effect.error_variables),
        }
        platform_job(context, instance, REPORT_CHILD, key=str(instance.id), variables=variables)
