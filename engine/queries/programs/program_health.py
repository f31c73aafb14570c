"""Tells which programs run, and how long work waits for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import func, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.instances import Job
from engine.persistence.tables.programs import ProgramBeat
from engine.sdk import PACKAGE_QUEUES

#: a program that was not heard of for so long has stopped, or hangs
SILENT = timedelta(seconds=45)
#: a job that has been due for so long waits for a worker that does not come
LONG_DUE = timedelta(minutes=10)
#: a mail that could not be sent for so long
LONG_UNSENT = timedelta(minutes=5)
MAIL_QUEUE = "notify"
CLOCK, WORKER, MAIL = "clock", "worker", "mail"


@dataclass(frozen=True, kw_only=True)
class RunningProgram:
    program: str
    place: str
    queues: Sequence[str]
    started_at: datetime
    beaten_at: datetime
    silent: bool


@dataclass(frozen=True, kw_only=True)
class QueueHealth:
    """`waiting`: jobs that are due; `oldest`: since when the first of them is."""

    queue: str
    workers: int
    waiting: int
    oldest: datetime | None
    slow: bool


@dataclass(frozen=True, kw_only=True)
class ProgramHealthView:
    now: datetime
    clock_leads: bool
    queues: Sequence[QueueHealth]
    #: mails that could not be sent in spite of tries, and since when the first of them
    unsent: int
    unsent_since: datetime | None
    programs: Sequence[RunningProgram]

    @property
    def mail_stands(self) -> bool:
        return self.unsent_since is not None and self.now - self.unsent_since > LONG_UNSENT


@dataclass(frozen=True, kw_only=True)
class ProgramHealth(Query):
    permission: ClassVar[str] = "operate"

    def run(self, context: QueryContext) -> ProgramHealthView:
        beats = context.session.scalars(select(ProgramBeat).order_by(ProgramBeat.beaten_at.desc(), ProgramBeat.id)).all()
        programs = [
            RunningProgram(
                program=beat.program,
                place=beat.place,
                queues=beat.queues,
                started_at=beat.started_at,
                beaten_at=beat.beaten_at,
                silent=context.now - beat.beaten_at > SILENT,
            )
            for beat in beats
        ]
        alive = [program for program in programs if not program.silent]
        failing = select(func.count(), func.min(Job.created_at)).where(Job.queue == MAIL_QUEUE, Job.status == "READY", Job.attempts > 0)
        unsent, since = context.session.execute(failing).one()
        return ProgramHealthView(
            now=context.now,
            clock_leads=any(program.program == CLOCK for program in alive),
            queues=_queues(context, [queue for program in alive for queue in program.queues]),
            unsent=unsent,
            unsent_since=since,
            programs=programs,
        )


def _queues(context: QueryContext, served: Sequence[str]) -> list[QueueHealth]:
    """Every queue that there is, served or not."""
    waiting = select(Job.queue, func.count(), func.min(Job.due_at)).where(Job.status.in_(("READY", "LEASED")), Job.due_at <= context.now)
    due = {queue: (count, oldest) for queue, count, oldest in context.session.execute(waiting.group_by(Job.queue))}
    known = {*PACKAGE_QUEUES, *(step.queue for step in context.platform.packages.steps.values()), *due}
    found = []
    for queue in sorted(known):
        count, oldest = due.get(queue, (0, None))
        slow = oldest is not None and context.now - oldest > LONG_DUE
        found.append(QueueHealth(queue=queue, workers=served.count(queue), waiting=count, oldest=oldest, slow=slow))
    return found
