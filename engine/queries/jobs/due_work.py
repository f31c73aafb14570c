"""Finds the clock's due work: due start timers, jobs without a worker, buffered messages whose receiver has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import exists, func, select

from engine.core.context import QueryContext
from engine.core.jobs.leases import due_too_far_ahead
from engine.core.query import Query
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.instances import BufferedMessage, Job, MessageSubscription, StartSubscription
from engine.queries.messages.buffered_message import message_fields

LIMIT = 500


@dataclass(frozen=True, kw_only=True)
class DueWorkView:
    starts: list[UUID]
    #: queue -> the jobs that have been due longest
    jobs: dict[str, list[UUID]]
    messages: list[dict[str, Any]]
    #: jobs wait for a time that the database's clock, set back, will not reach for long
    set_back: bool


@dataclass(frozen=True, kw_only=True)
class DueWork(Query):
    """`unheard`: how long a job must have been due. A job whose lease ran out is due again by its `due_at`."""

    permission: ClassVar[str] = "system"

    unheard: timedelta

    def run(self, context: QueryContext) -> DueWorkView:
        session, now = context.session, context.now
        starts = session.scalars(
            select(StartSubscription.id)
            .join(PackageState, PackageState.key == StartSubscription.package)
            .where(StartSubscription.kind == "timer", StartSubscription.due_at <= now, PackageState.enabled)
            .order_by(StartSubscription.due_at)
            .limit(LIMIT)
        )
        # so many of each queue: a slow one must not hide the others
        place = func.row_number().over(partition_by=Job.queue, order_by=Job.due_at).label("place")
        due = select(Job.queue, Job.id, place).where(Job.status.in_(("READY", "LEASED")), Job.due_at <= now - self.unheard).subquery()
        jobs: dict[str, list[UUID]] = {}
        for queue, identifier in session.execute(select(due.c.queue, due.c.id).where(due.c.place <= LIMIT).order_by(due.c.place)):
            jobs.setdefault(queue, []).append(identifier)
        waited_for = exists(
            select(MessageSubscription.id).where(
                MessageSubscription.message == BufferedMessage.message,
                MessageSubscription.correlation_key == BufferedMessage.correlation_key,
            )
        )
        messages = session.scalars(
            select(BufferedMessage).where(BufferedMessage.delivered_to.is_(None), BufferedMessage.expires_at > now, waited_for).limit(LIMIT)
        )
        set_back = session.scalar(select(exists().where(due_too_far_ahead(now))))
        return DueWorkView(
            starts=list(starts),
            jobs=jobs,
            messages=[message_fields(message) for message in messages],
            set_back=bool(set_back),
        )
