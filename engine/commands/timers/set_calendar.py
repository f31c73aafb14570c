"""Sets days of the working calendar, and the years for which it is known; due dates that depend on it are recomputed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select, union
from sqlalchemy.dialects.postgresql import insert

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.hooks import hooks_of
from engine.core.instances.starting import recompute_start_dates
from engine.core.job_rows import RECOMPUTE_DUE_DATES, platform_jobs
from engine.model.errors import InvalidState
from engine.persistence.tables.calendar import CalendarDay, CalendarYear
from engine.persistence.tables.instances import Timer, UserTask

#: days that one decree may set
MAX_DAYS = 400


@dataclass(frozen=True, kw_only=True)
class SetCalendar(Command):
    """`days`: {"day": "2026-12-24", "works": false, "name": "..."}; `years`: those that are complete now; `basis`: the decree.

    Answers how many cases are counted again, and how many start timers moved. Raises InvalidState for what is no date.
    """

    permission: ClassVar[str] = "administer"

    basis: str
    days: list[dict[str, Any]] = field(default_factory=list)
    years: list[int] = field(default_factory=list)

    def run(self, context: CommandContext) -> Answer:
        if len(self.days) > MAX_DAYS or not self.basis.strip():
            raise InvalidState(f"Expected at most {MAX_DAYS} days and the decree that sets them, but it is not so.")
        changed = {"basis": self.basis, "changed_at": context.now, "changed_by": context.actor.person}
        for item in self.days:
            values = {"works": bool(item.get("works", False)), "name": str(item.get("name", "")), **changed}
            statement = insert(CalendarDay).values(day=_day(item), **values)
            context.session.execute(statement.on_conflict_do_update(index_elements=["day"], set_=values))
        for year in self.years:
            if not 2000 <= year <= 2200:
                raise InvalidState(f"Expected a year such as 2028, but got {year}.")
            context.session.execute(
                insert(CalendarYear).values(year=year, **changed).on_conflict_do_update(index_elements=["year"], set_=changed)
            )
        concerned = union(
            select(Timer.instance_id).where(Timer.on_calendar),
            select(UserTask.instance_id).where(UserTask.on_calendar, UserTask.status == "OPEN"),
        )
        instances = sorted(context.session.scalars(select(concerned.subquery().c.instance_id)).all())
        if instances:
            platform_jobs(context, instances, RECOMPUTE_DUE_DATES, key=str(context.new_id()), variables={})
        for calendar_changed in hooks_of(context).calendars:
            calendar_changed(context)
        return {"days": len(self.days), "cases": len(instances), "starts": recompute_start_dates(context)}


def _day(item: dict[str, Any]) -> date:
    try:
        return date.fromisoformat(str(item["day"]))
    except (KeyError, ValueError):
        raise InvalidState(f"Expected a day such as 2026-12-24, but got {item.get('day')!r}.") from None
