"""The calendar on which working days are counted: the national one, or the one that an evaluation is given with its time."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files
from zoneinfo import ZoneInfo

from engine.feel.calendar.office_hours import OfficeHours, Span, national_hours
from engine.feel.dates import Date, day_number
from engine.feel.errors import BeyondCalendar
from engine.feel.reading import parse_date

_SATURDAY = 6


@dataclass(frozen=True)
class WorkingCalendar:
    """Days without work besides Saturday and Sunday, the years for which they are known, and the office hours."""

    holidays: frozenset[int]  # day numbers
    years: frozenset[int]
    #: Saturdays and Sundays on which there is work, as day numbers
    extra: frozenset[int] = frozenset()
    hours: OfficeHours = field(default_factory=national_hours)
    #: the regency's: a moment is counted by its day there. None: by its day in its own zone
    zone: ZoneInfo | None = None

    def covers(self, day: Date) -> bool:
        return day.year in self.years

    def require(self, day: Date) -> None:
        """Raises BeyondCalendar where it is not known which days of the year are worked."""
        if day.year not in self.years:
            raise BeyondCalendar(f"the working calendar does not cover the year {day.year}")

    def hours_of(self, day: date) -> Span:
        """When the offices open and close on a day. Raises BeyondCalendar where no office hours are set for it."""
        span = self.hours.of(day)
        if span is None:
            raise BeyondCalendar(f"no office hours are set for {day.isoformat()}")
        return span

    def works(self, number: int) -> bool:
        """Whether a day, as its number, is a working day."""
        return ((number + 3) % 7 + 1 < _SATURDAY or number in self.extra) and number not in self.holidays

    def changed(self, *, closed: Iterable[str], open_: Iterable[str], years: Iterable[int]) -> WorkingCalendar:
        """With days that are closed, days that are worked after all, and years that are known now. Raises ValueError for no date."""
        shut, worked = frozenset(map(_number, closed)), frozenset(map(_number, open_))
        holidays, extra = (self.holidays | shut) - worked, (self.extra | worked) - shut
        return replace(self, holidays=holidays, years=self.years | frozenset(years), extra=extra)


def _number(text: str) -> int:
    day = parse_date(text)
    if day is None:
        raise ValueError(f"a calendar needs dates such as 2026-12-25, not '{text}'")
    return day_number(day)


def calendar_of(texts: list[str]) -> WorkingCalendar:
    """A calendar of days written as '2026-12-25', and of the years from the first to the last. Raises ValueError for what is no date."""
    if not texts:
        raise ValueError("a calendar needs dates such as 2026-12-25")
    numbers = frozenset(map(_number, texts))
    years = [int(text[:4]) for text in texts]
    return WorkingCalendar(numbers, frozenset(range(min(years), max(years) + 1)))


@functools.cache
def national_calendar() -> WorkingCalendar:
    """National holidays and joint leave (holidays.json; docs/law/working-time.md#holidays-and-joint-leave)."""
    data = json.loads(files("engine.feel.calendar").joinpath("holidays.json").read_text())
    return calendar_of([day["tanggal"] for day in data["hari"]])
