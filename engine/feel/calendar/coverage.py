"""What nobody has set of a year: told months before, because a term that reaches into it is an incident."""

from __future__ import annotations

from datetime import date, timedelta

from engine.feel.calendar.working_calendar import WorkingCalendar

#: how long before its beginning a year is told of
AHEAD = timedelta(days=150)
#: what a year may lack: its holidays, the hours of some days, those of a fasting month
HOLIDAYS, HOURS, FASTING = "HOLIDAYS", "HOURS", "FASTING"


def lacks_of(calendar: WorkingCalendar, year: int) -> tuple[str, ...]:
    """What nobody has set of a year; every year has a fasting month, or a part of one."""
    days = _days(year)
    hours = [calendar.hours.of(day) for day in days]
    fasts = any(period.special and period.first <= days[-1] and (period.last or days[-1]) >= days[0] for period in calendar.hours.periods)
    lacking = {HOLIDAYS: year not in calendar.years, HOURS: None in hours, FASTING: not fasts}
    return tuple(name for name, lacks in lacking.items() if lacks)


def count_of_year(calendar: WorkingCalendar, year: int) -> int:
    first = date(1970, 1, 1).toordinal()
    return sum(calendar.works(day.toordinal() - first) for day in _days(year))


def _days(year: int) -> list[date]:
    return [date.fromordinal(number) for number in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())]
