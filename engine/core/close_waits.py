"""Ends what a token waited for: its row, and in the same round trip what belongs to that row."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Update, delete, update

from engine.core.context import CommandContext
from engine.core.job_rows import CANCEL_CHILD, platform_job
from engine.model.effects import CloseWait
from engine.persistence.tables.instances import (
    Incident,
    Job,
    MessageSubscription,
    ProcessInstance,
    SignalSubscription,
    TaskCandidate,
    TaskDraft,
    Timer,
    UserTask,
)

#: kind of a wait -> the rows that are there only while a token waits
_ROWS: dict[str, Any] = {"timer": Timer, "subscription": MessageSubscription, "signal": SignalSubscription}


def close_wait(context: CommandContext, instance: ProcessInstance, effect: CloseWait) -> None:
    token, done = UUID(effect.token), effect.reason == "completed"
    if effect.kind == "user_task":
        context.session.execute(_end_task(context, token, done=done))
    elif effect.kind == "job":
        status = "DONE" if done else "CANCELLED"
        statement = update(Job).where(*job_of_wait(instance, token)).values(status=status, ended_at=context.now)
        context.session.execute(statement.add_cte(resolve_incidents_of(context, token).cte("incidents")))
    elif effect.kind in _ROWS:
        context.session.execute(delete(_ROWS[effect.kind]).where(_ROWS[effect.kind].id == token))
    elif effect.kind == "child" and not done:
        platform_job(context, instance, CANCEL_CHILD, key=effect.token, variables={"token": effect.token})


def _end_task(context: CommandContext, token: UUID, *, done: bool) -> Update:
    values: dict[str, Any] = {"status": "COMPLETED" if done else "CANCELLED", "completed_at": context.now}
    if done:
        values |= {"completed_by": context.actor.person, "completed_position": context.position}
    return (
        update(UserTask)
        .where(UserTask.id == token)
        .values(values)
        .add_cte(
            delete(TaskCandidate).where(TaskCandidate.task_id == token).cte("candidates"),
            delete(TaskDraft).where(TaskDraft.task_id == token).cte("drafts"),
            resolve_incidents_of(context, token).cte("incidents"),
        )
    )


def resolve_incidents_of(context: CommandContext, token: UUID) -> Update:
    values = {"resolved_at": context.now, "resolved_by": context.actor.person}
    return update(Incident).where(Incident.token == token, Incident.resolved_at.is_(None)).values(values)


def job_of_wait(instance: ProcessInstance, token: UUID) -> tuple[ColumnElement[bool], ...]:
    """Selects the job that the token waits for now; those of its listeners before are done."""
    return Job.instance_id == instance.id, Job.token == token, Job.status.in_(("READY", "LEASED", "FAILED"))
