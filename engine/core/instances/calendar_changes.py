"""Writes the history of the calendar, and has everything that is counted on it counted again."""

from __future__ import annotations

from sqlalchemy import select, union

from engine.core.context import CommandContext
from engine.core.hooks import hooks_of
from engine.core.instances.starting import recompute_start_dates
from engine.core.job_rows import RECOMPUTE_DUE_DATES, platform_jobs
from engine.persistence.tables.calendar import CalendarChange
from engine.persistence.tables.instances import Timer, UserTask


def record_change(context: CommandContext, *, kind: str, subject: str, before: str, after: str, basis: str) -> None:
    """`kind`: DAY, YEAR or HOURS. What was set again as it stood is no change."""
    if before != after:
        context.session.add(
            CalendarChange(
                id=context.new_id(),
                changed_at=context.now,
                changed_by=context.actor.person,
                basis=basis,
                kind=kind,
                subject=subject,
                before=before,
                after=after,
            )
        )


def recount_everything(context: CommandContext) -> tuple[int, int]:
    """Answers how many cases are counted again, each in a transaction of its own, and how many start timers moved."""
    # what was set in this transaction counts
    context.session.flush()
    context.forget_calendar()
    concerned = union(
        select(Timer.instance_id).where(Timer.on_calendar),
        select(UserTask.instance_id).where(UserTask.on_calendar, UserTask.status == "OPEN"),
    )
    instances = sorted(context.session.scalars(select(concerned.subquery().c.instance_id)).all())
    if instances:
        platform_jobs(context, instances, RECOMPUTE_DUE_DATES, key=str(context.new_id()), variables={})
    for calendar_changed in hooks_of(context).calendars:
        calendar_changed(context)
    return len(instances), recompute_start_dates(context)
