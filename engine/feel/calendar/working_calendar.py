"""The calendar on which working days are counted: the national one, or the one that an evaluation is given with its time."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from engine.feel.dates import Date, day_number
from engine.feel.reading import parse_date

_SATURDAY = 6


@dataclass(frozen=True)
class WorkingCalendar:
    """Days without work besides Saturday and Sunday, and the years for which they are known."""

    holidays: frozenset[int]  # day numbers
    years: frozenset[int]
    #: Saturdays and Sundays on which there is work, as day numbers
    extra: frozenset[int] = frozenset()

    def covers(self, day: Date) -> bool:
        return day.year in self.years

    def works(self, number: int) -> bool:
        """Whether a day, as its number, is a working day."""
        return ((number + 3) % 7 + 1 < _SATURDAY or number in self.extra) and number not in self.holidays

    def changed(self, *, closed: Iterable[str], open_: Iterable[str], years: Iterable[int]) -> WorkingCalendar:
        """With days that are closed, days that are worked after all, and years that are known now. Raises ValueError for no date."""
        shut, worked = frozenset(map(_number, closed)), frozenset(map(_number, open_))
        return WorkingCalendar((self.holidays | shut) - worked, self.years | frozenset(years), (self.extra | worked) - shut)


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
