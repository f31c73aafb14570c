"""Working days (hari kerja) on the calendar of public holidays and joint leave (UU 30/2014 counts time limits in them).

Outside the years that the calendar covers the functions give null: a time limit that silently ignores holidays would be wrong.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any

from engine.feel.builtins.library import Library
from engine.feel.builtins.temporal import date_of
from engine.feel.dates import Date, DateTime, date_of_number, day_number
from engine.feel.reading import parse_date

WORKING_DAYS = Library()
#: more working days than any time limit has
MAX_DAYS = 5_000
_SATURDAY = 6


@dataclass(frozen=True)
class WorkingCalendar:
    """Days without work besides Saturday and Sunday, and the years for which they are known."""

    holidays: frozenset[int]  # day numbers
    first_year: int
    last_year: int

    def covers(self, day: Date) -> bool:
        return self.first_year <= day.year <= self.last_year

    def works(self, number: int) -> bool:
        """Whether a day, as its number, is a working day."""
        return (number + 3) % 7 + 1 < _SATURDAY and number not in self.holidays


def calendar_of(texts: list[str]) -> WorkingCalendar:
    """A calendar of days written as '2026-12-25'. Raises ValueError for what is no date."""
    days = [day for text in texts if (day := parse_date(text)) is not None]
    if len(days) != len(texts) or not days:
        raise ValueError("a calendar needs dates such as 2026-12-25")
    years = [day.year for day in days]
    return WorkingCalendar(frozenset(map(day_number, days)), min(years), max(years))


@functools.cache
def national_calendar() -> WorkingCalendar:
    """National holidays and joint leave, as the joint decrees of the ministers have them (holidays.json)."""
    data = json.loads(files("engine.feel.government").joinpath("holidays.json").read_text())
    return calendar_of([day["tanggal"] for day in data["hari"]])


@WORKING_DAYS.add("adalah hari kerja(tanggal: date|date and time)")
def is_working_day(value: Date | DateTime) -> bool | None:
    calendar, day = national_calendar(), date_of(value)
    return calendar.works(day_number(day)) if calendar.covers(day) else None


@WORKING_DAYS.add("tambah hari kerja(tanggal: date|date and time, jumlah: number)")
def add_working_days(value: Date | DateTime, amount: Decimal) -> Any:
    """The so-manieth working day after the day, or before it; the day itself does not count, its time of day stays."""
    if amount != amount.to_integral_value() or abs(amount) > MAX_DAYS:
        return None
    calendar, number, left = national_calendar(), day_number(date_of(value)), int(amount)
    step = 1 if left > 0 else -1
    while left:
        number += step
        day = date_of_number(number)
        if day is None or not calendar.covers(day):
            return None
        if calendar.works(number):
            left -= step
    found = date_of_number(number)
    if found is None or not calendar.covers(found):
        return None
    return DateTime(found, value.time) if isinstance(value, DateTime) else found


@WORKING_DAYS.add("jumlah hari kerja(dari: date|date and time, sampai: date|date and time)")
def count_working_days(start: Date | DateTime, end: Date | DateTime) -> Decimal | None:
    """Working days after the first day up to and including the last; negative where the last comes first."""
    calendar, first, last = national_calendar(), date_of(start), date_of(end)
    if not (calendar.covers(first) and calendar.covers(last)):
        return None
    low, high = sorted((day_number(first), day_number(last)))
    count = sum(calendar.works(number) for number in range(low + 1, high + 1))
    return Decimal(count if low == day_number(first) else -count)
