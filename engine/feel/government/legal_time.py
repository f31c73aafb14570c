"""Time limits that the law gives in working days, counted within office hours, and standing still while they are paused.

The day on which a limit begins does not count; it ends with the hours of its last day (UU 30/2014 and PP 96/2012 give limits
in working days; the office hours are the regency's own). A pause moves the end by the working time that it took, to the minute
(docs/law/administrative-procedure.md#limits-count-in-working-days, docs/law/working-time.md#office-hours).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from engine.feel.calendar.working_calendar import WorkingCalendar

#: (from, to) of a pause
Pause = tuple[datetime, datetime]
#: day number 0 of the calendar is 1970-01-01
_FIRST = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, kw_only=True)
class LegalTime:
    """A limit that has begun: how much of it is used, and when it ends."""

    started: datetime
    #: working days
    limit: int
    calendar: WorkingCalendar
    zone: ZoneInfo

    def elapsed(self, moment: datetime) -> Fraction | None:
        """Working days since the day on which the limit began, the present one as far as it has gone. None beyond the calendar's years."""
        first, local = self._day(self.started), moment.astimezone(self.zone)
        day = local.date().toordinal()
        if not self._known(first, day):
            return None
        if day <= first:
            return Fraction(0)
        whole = sum(self._works(number) for number in range(first + 1, day))
        return Fraction(whole) + (self._share(local) if self._works(day) else 0)

    def used(self, until: datetime, pauses: Sequence[Pause] = ()) -> Fraction | None:
        """Working days of the limit that are gone, without those of the pauses; one that goes on ends `until` then."""
        whole = self.elapsed(until)
        taken = [self._length(begin, min(end, until)) for begin, end in pauses if begin < until]
        if whole is None or None in taken:
            return None
        return whole - sum(part for part in taken if part is not None)

    def due(self, pauses: Sequence[Pause] = (), *, share: Fraction = Fraction(1)) -> datetime | None:
        """When the limit, or a share of it, is used up. None where the calendar does not reach so far."""
        taken = [self._length(begin, end) for begin, end in pauses]
        if None in taken:
            return None
        wanted = self.limit * share + sum(part for part in taken if part is not None)
        left, number = wanted, self._day(self.started)
        while True:
            number += 1
            if not self._known(number):
                return None
            if self._works(number):
                if left <= 1:
                    return self._end_in_working_time(number, left)
                left -= 1

    def _length(self, begin: datetime, end: datetime) -> Fraction | None:
        first, last = self.elapsed(begin), self.elapsed(max(begin, end))
        return None if first is None or last is None else last - first

    def _end_in_working_time(self, number: int, share: Fraction) -> datetime:
        """When so much of a working day is gone: the minute after."""
        day = date.fromordinal(number)
        opens, closes = (datetime.combine(day, moment, self.zone) for moment in self.calendar.hours_of(day))
        minutes = math.ceil(share * int((closes - opens).total_seconds()) / 60)
        return opens + timedelta(minutes=minutes)

    def _share(self, local: datetime) -> Fraction:
        opens, closes = (datetime.combine(local.date(), moment, self.zone) for moment in self.calendar.hours_of(local.date()))
        gone = (min(max(local, opens), closes) - opens) // timedelta(microseconds=1)
        return Fraction(gone, (closes - opens) // timedelta(microseconds=1))

    def _day(self, moment: datetime) -> int:
        return moment.astimezone(self.zone).date().toordinal()

    def _works(self, ordinal: int) -> bool:
        return self.calendar.works(ordinal - _FIRST)

    def _known(self, *ordinals: int) -> bool:
        days = map(date.fromordinal, ordinals)
        return all(day.year in self.calendar.years and self.calendar.hours.of(day) is not None for day in days)
