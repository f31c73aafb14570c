"""Tells operators each month which coming year nobody has set in the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.feel.calendar.coverage import AHEAD, lacks_of
from engine.identity.seats import holders
from engine.persistence.tables.calendar import CalendarReminder
from engine.persistence.tables.identity import Position


@dataclass(frozen=True, kw_only=True)
class RemindOfCalendar(Command):
    """Answers the years that lack something and the addresses of the operators; nothing where they were told this month."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        today = context.today
        years = range(today.year, (today + AHEAD).year + 1)
        lacking = {str(year): list(lacks) for year in years if (lacks := lacks_of(context.calendar, year))}
        if not lacking:
            return {"years": {}, "to": []}
        told = insert(CalendarReminder).values(month=today.replace(day=1), reminded_at=context.now).on_conflict_do_nothing()
        if context.session.execute(told.returning(CalendarReminder.month)).first() is None:
            return {"years": {}, "to": []}
        positions = context.session.scalars(select(Position.id).where(Position.permissions.contains(["operate"]))).all()
        people = {
            person.id: person.email for _position, _holding, person in holders(context.session, positions, context.now) if person.email
        }
        return {"years": lacking, "to": sorted(people.values())}
