"""Shows the regency's calendar: its years with what they lack, its hours, and who changed what on which basis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.feel.calendar.coverage import AHEAD, count_of_year, lacks_of
from engine.persistence.tables.calendar import CalendarChange, CalendarDay, CalendarYear, OfficePeriod
from engine.persistence.tables.identity import Person

#: changes on the page
MOST_CHANGES = 100


@dataclass(frozen=True, kw_only=True)
class YearView:
    year: int
    #: the decree; empty where nobody has set the year
    basis: str
    working_days: int | None
    #: HOLIDAYS, HOURS, FASTING
    lacks: tuple[str, ...]
    #: it runs, or begins soon
    pressing: bool
    days: Sequence[CalendarDay]


@dataclass(frozen=True, kw_only=True)
class ChangeView:
    changed_at: datetime
    changed_by: str
    basis: str
    kind: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class CalendarView:
    years: Sequence[YearView]
    hours: Sequence[OfficePeriod]
    changes: Sequence[ChangeView]


@dataclass(frozen=True, kw_only=True)
class CalendarOverview(Query):
    """The present year, the two that follow, and every other that was set."""

    permission: ClassVar[str] = "operate"

    def run(self, context: QueryContext) -> CalendarView:
        set_years = {row.year: row for row in context.session.scalars(select(CalendarYear))}
        shown = sorted({*set_years, *range(context.today.year, context.today.year + 3)})
        days = context.session.scalars(select(CalendarDay).order_by(CalendarDay.day)).all()
        hours = context.session.scalars(select(OfficePeriod).order_by(OfficePeriod.valid_from.desc(), OfficePeriod.special)).all()
        changes = select(CalendarChange, Person.name).outerjoin(Person, Person.id == CalendarChange.changed_by)
        rows = context.session.execute(changes.order_by(CalendarChange.changed_at.desc(), CalendarChange.subject).limit(MOST_CHANGES)).all()
        return CalendarView(
            years=[
                YearView(
                    year=year,
                    basis=set_years[year].basis if year in set_years else "",
                    working_days=count_of_year(context.calendar, year) if year in set_years else None,
                    lacks=lacks_of(context.calendar, year),
                    pressing=year >= context.today.year and date(year, 1, 1) <= context.today + AHEAD,
                    days=[row for row in days if row.day.year == year],
                )
                for year in shown
            ],
            hours=hours,
            changes=[
                ChangeView(
                    changed_at=row.changed_at,
                    changed_by=name or "",
                    basis=row.basis,
                    kind=row.kind,
                    subject=row.subject,
                    before=row.before,
                    after=row.after,
                )
                for row, name in rows
            ],
        )
