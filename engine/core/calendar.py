"""Reads the regency's working calendar: the national one with the regency's own days, read again after each change."""

from __future__ import annotations

import threading
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine.feel.calendar.working_calendar import WorkingCalendar, national_calendar
from engine.persistence.tables.calendar import CalendarDay, CalendarYear

#: of the content, not of a time: of two who change it at once, the one who began first may commit last
STAMP = """
select md5(concat((select string_agg(concat(day, works), ',' order by day) from calendar_day), '/',
                  (select string_agg(year::text, ',' order by year) from calendar_year)))
"""


class CalendarCache:
    """`zone`: the regency's, in which a moment has its day."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._lock = threading.Lock()
        self._stamp: str | None = None
        self._zone = zone
        self._calendar = replace(national_calendar(), zone=zone)

    def get(self, session: Session) -> WorkingCalendar:
        stamp = session.execute(text(STAMP)).scalar()
        with self._lock:
            if stamp == self._stamp:
                return self._calendar
        calendar = replace(_read(session), zone=self._zone)
        with self._lock:
            self._stamp, self._calendar = stamp, calendar
        return calendar


def _read(session: Session) -> WorkingCalendar:
    rows = session.execute(select(CalendarDay.day, CalendarDay.works)).all()
    return national_calendar().changed(
        closed=[row.day.isoformat() for row in rows if not row.works],
        open_=[row.day.isoformat() for row in rows if row.works],
        years=session.scalars(select(CalendarYear.year)).all(),
    )
