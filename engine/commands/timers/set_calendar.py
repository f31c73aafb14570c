"""Sets days of the working calendar, and the years for which it is known; due dates that depend on it are recomputed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from sqlalchemy.dialects.postgresql import insert

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.calendar_changes import record_change, recount_everything
from engine.model.errors import InvalidState
from engine.persistence.tables.calendar import CalendarDay, CalendarYear

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
            day, works, name = _day(item), item.get("works", False), str(item.get("name") or "")[:200]
            if not isinstance(works, bool):
                raise InvalidState(f"Expected works to be true or false on {day}, but got {works!r}.")
            known = context.session.get(CalendarDay, day, populate_existing=True)
            before = _words(known.works, known.name) if known is not None else ""
            record_change(context, kind="DAY", subject=day.isoformat(), before=before, after=_words(works, name), basis=self.basis)
            values = {"works": works, "name": name, **changed}
            statement = insert(CalendarDay).values(day=day, **values)
            context.session.execute(statement.on_conflict_do_update(index_elements=["day"], set_=values))
        for year in self.years:
            if not isinstance(year, int) or not 2000 <= year <= 2200:
                raise InvalidState(f"Expected a year such as 2028, but got {year!r}.")
            before_year = context.session.get(CalendarYear, year, populate_existing=True)
            record_change(
                context, kind="YEAR", subject=str(year), before=before_year.basis if before_year else "", after=self.basis, basis=self.basis
            )
            context.session.execute(
                insert(CalendarYear).values(year=year, **changed).on_conflict_do_update(index_elements=["year"], set_=changed)
            )
        cases, starts = recount_everything(context)
        return {"days": len(self.days), "cases": cases, "starts": starts}


def _words(works: bool, name: str) -> str:
    return f"{'masuk' if works else 'libur'} {name}".strip()


def _day(item: dict[str, Any]) -> date:
    if not isinstance(item, dict):
        raise InvalidState(f"Expected days as objects with day, works and name, but got {str(item)[:40]!r}.")
    try:
        return date.fromisoformat(str(item["day"]))
    except (KeyError, ValueError):
        raise InvalidState(f"Expected a day such as 2026-12-24, but got {item.get('day')!r}.") from None
