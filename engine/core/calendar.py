"""Reads the regency's working calendar: its days, years and office hours, read again after each change."""

from __future__ import annotations

import threading
from zoneinfo import ZoneInfo

from sqlalchemy import String, literal_column, select, text
from sqlalchemy.orm import Session

from engine.feel.calendar.office_hours import HoursPeriod, OfficeHours
from engine.feel.calendar.working_calendar import WorkingCalendar
from engine.persistence.questions import Question
from engine.persistence.tables.calendar import CalendarDay, CalendarYear, OfficePeriod

#: of the content, not of a time: of two who change it at once, the one who began first may commit last
STAMP = """
select md5(concat((select string_agg(concat(day, works), ',' order by day) from calendar_day), '/',
                  (select string_agg(year::text, ',' order by year) from calendar_year), '/',
                  (select string_agg(concat_ws(' ', special, valid_from, valid_to, '-', opens, closes, friday_opens, friday_closes), ','
                                     order by special, valid_from) from office_hours)))
"""
#: the same, to be asked with other questions
STAMP_QUESTION = Question(select(literal_column(f"({STAMP})", String()).label("stamp")))


class CalendarCache:
    """`zone`: the regency's, in which a moment has its day."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._lock = threading.Lock()
        self._zone = zone
        self._kept: tuple[str | None, WorkingCalendar] | None = None

    def get(self, session: Session) -> WorkingCalendar:
        return self.of(session, session.execute(text(STAMP)).scalar())

    def of(self, session: Session, stamp: str | None) -> WorkingCalendar:
        """`stamp`: the answer to STAMP_QUESTION."""
        with self._lock:
            if self._kept is not None and self._kept[0] == stamp:
                return self._kept[1]
        calendar = _read(session, self._zone)
        with self._lock:
            self._kept = stamp, calendar
        return calendar


def _read(session: Session, zone: ZoneInfo) -> WorkingCalendar:
    """Nothing is known besides what stands in the tables: what nobody has set is told, not guessed."""
    rows = session.execute(select(CalendarDay.day, CalendarDay.works)).all()
    bare = WorkingCalendar(
        frozenset(), frozenset(), hours=OfficeHours(tuple(map(period_of, session.scalars(select(OfficePeriod))))), zone=zone
    )
    return bare.changed(
        closed=[row.day.isoformat() for row in rows if not row.works],
        open_=[row.day.isoformat() for row in rows if row.works],
        years=session.scalars(select(CalendarYear.year)).all(),
    )


def period_of(row: OfficePeriod) -> HoursPeriod:
    return HoursPeriod(
        first=row.valid_from,
        last=row.valid_to,
        weekdays=(row.opens, row.closes),
        friday=(row.friday_opens, row.friday_closes),
        special=row.special,
    )
