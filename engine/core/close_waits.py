"""Ends what a token waited for: its row, and in the same round trip what belongs to that row."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Uuid, bindparam, delete, literal, update

from engine.core.context import CommandContext
from engine.core.job_rows import CANCEL_CHILD, platform_job
from engine.model.effects import CloseWait
from engine.persistence.base import table_of
from engine.persistence.prepared import Prepared
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

_TOKEN, _ACTOR = bindparam("of_token", type_=Uuid()), bindparam("actor", type_=Uuid())
_NOW = bindparam("now", type_=DateTime(timezone=True))
_OPEN_INCIDENTS = update(Incident).where(Incident.token == _TOKEN, Incident.resolved_at.is_(None))
_RESOLVE = _OPEN_INCIDENTS.values(resolved_at=_NOW, resolved_by=_ACTOR)
_RESOLVE_INCIDENTS = Prepared(_RESOLVE)
_END_TASK = Prepared(
    update(table_of(UserTask))
    .where(UserTask.id == _TOKEN)
    .values(
        status=bindparam("ended_as"),
        completed_at=_NOW,
        completed_by=bindparam("completer", type_=Uuid()),
        completed_position=bindparam("seat", type_=Uuid()),
    )
    .add_cte(
        delete(TaskCandidate).where(TaskCandidate.task_id == _TOKEN).cte("candidates"),
        delete(TaskDraft).where(TaskDraft.task_id == _TOKEN).cte("drafts"),
        _RESOLVE.cte("incidents"),
    )
)
_WAITED_FOR = ("READY", "LEASED", "FAILED")
_END_JOB = Prepared(
    update(table_of(Job))
    .where(
        Job.instance_id == bindparam("of_instance", type_=Uuid()),
        Job.token == _TOKEN,
        Job.status.in_([literal(item) for item in _WAITED_FOR]),
    )
    .values(status=bindparam("ended_as"), ended_at=_NOW)
    .add_cte(_RESOLVE.cte("incidents"))
)
#: kind of a wait -> deletes the row that is there only while a token waits
_DELETE = {
    kind: Prepared(delete(table_of(model)).where(model.id == _TOKEN))
    for kind, model in (("timer", Timer), ("subscription", MessageSubscription), ("signal", SignalSubscription))
}


def close_wait(context: CommandContext, instance: ProcessInstance, effect: CloseWait) -> None:
    token, done = UUID(effect.token), effect.reason == "completed"
    closing = {"of_token": token, "now": context.now, "actor": context.actor.person}
    if effect.kind == "user_task":
        by = {"completer": context.actor.person, "seat": context.position} if done else {"completer": None, "seat": None}
        context.rows.run(_END_TASK, {**closing, **by, "ended_as": "COMPLETED" if done else "CANCELLED"})
    elif effect.kind == "job":
        context.rows.run(_END_JOB, {**closing, "of_instance": instance.id, "ended_as": "DONE" if done else "CANCELLED"})
    elif effect.kind in _DELETE:
        context.rows.run(_DELETE[effect.kind], {"of_token": token})
    elif effect.kind == "child" and not done:
        platform_job(context, instance, CANCEL_CHILD, key=effect.token, variables={"token": effect.token})


def resolve_incidents_of(context: CommandContext, token: UUID) -> None:
    context.rows.run(_RESOLVE_INCIDENTS, {"of_token": token, "now": context.now, "actor": context.actor.person})


def job_of_wait(instance: ProcessInstance, token: UUID) -> tuple[ColumnElement[bool], ...]:
    """Selects the job that the token waits for now; those of its listeners before are done."""
    return Job.instance_id == instance.id, Job.token == token, Job.status.in_(_WAITED_FOR)
