"""Tells how much waits: open jobs by type, incidents by kind, timers that are late, and how long ago the clock was heard of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import case, func, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.instances import Incident, Job, Timer
from engine.persistence.tables.programs import ProgramBeat
from engine.queries.programs.program_health import CLOCK, SILENT, WORKER


@dataclass(frozen=True, kw_only=True)
class JobLoad:
    """`state`: due, leased or later. `oldest`: seconds for which the first of them has been due, 0 where none is."""

    type: str
    queue: str
    state: str
    count: int
    failing: int
    oldest: float


@dataclass(frozen=True, kw_only=True)
class PlatformLoadView:
    """Ages are in seconds. None: there is none."""

    jobs: Sequence[JobLoad]
    #: kind -> number and age of the oldest
    incidents: dict[str, tuple[int, float]]
    timers_due: int
    timers_oldest: float
    clock_beat: float | None
    #: queue -> workers that were heard of
    workers: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class PlatformLoad(Query):
    """Four statements, by the indexes of what is open: what has ended costs nothing."""

    permission: ClassVar[str] = "operate"

    def run(self, context: QueryContext) -> PlatformLoadView:
        timers, oldest = context.session.execute(select(func.count(), func.min(Timer.due_at)).where(Timer.due_at <= context.now)).one()
        open_incidents = select(Incident.kind, func.count(), func.min(Incident.raised_at)).where(Incident.resolved_at.is_(None))
        kinds = context.session.execute(open_incidents.group_by(Incident.kind)).all()
        beats = context.session.execute(select(ProgramBeat.program, ProgramBeat.queues, ProgramBeat.beaten_at)).all()
        heard = [queue for beat in beats if beat.program == WORKER and context.now - beat.beaten_at <= SILENT for queue in beat.queues]
        clocks = [beat.beaten_at for beat in beats if beat.program == CLOCK]
        return PlatformLoadView(
            jobs=_jobs(context),
            incidents={kind: (count, _age(context, since)) for kind, count, since in kinds},
            timers_due=timers,
            timers_oldest=_age(context, oldest),
            clock_beat=_age(context, max(clocks)) if clocks else None,
            workers={queue: heard.count(queue) for queue in set(heard)},
        )


def _jobs(context: QueryContext) -> list[JobLoad]:
    state = case((Job.status == "LEASED", "leased"), (Job.due_at <= context.now, "due"), else_="later")
    failing = func.count().filter(Job.attempts > 0, Job.status == "READY")
    rows = context.session.execute(
        select(Job.type, Job.queue, state, func.count(), failing, func.min(Job.due_at))
        .where(Job.status.in_(("READY", "LEASED")))
        .group_by(Job.type, Job.queue, state)
    )
    return [
        JobLoad(
            type=kind,
            queue=queue,
            state=name,
            count=count,
            failing=failed,
            # a leased job's due time is the end of its lease
            oldest=_age(context, since) if name == "due" else 0.0,
        )
        for kind, queue, name, count, failed, since in rows
    ]


def _age(context: QueryContext, since: Any) -> float:
    return max(0.0, (context.now - since).total_seconds()) if since is not None else 0.0
