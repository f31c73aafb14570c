"""Working days (hari kerja) on the calendar of public holidays, joint leave and office hours (UU 30/2014 counts time limits in
them: docs/law/administrative-procedure.md#limits-count-in-working-days).

A term that is counted from a moment ends with the office hours of its last day, as the legal clock does; a term that is counted
from a day is a day. A moment's day is that of the regency's clock. Outside what the calendar covers the evaluation stops: a time
limit that silently ignores holidays would be wrong.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.feel.builtins.library import Library
from engine.feel.builtins.temporal import date_of, in_zone
from engine.feel.calendar.working_calendar import WorkingCalendar
from engine.feel.dates import Date, DateTime, Time, Zone, date_of_number, day_number
from engine.feel.errors import BeyondCalendar
from engine.feel.evaluation.frame import Run
from engine.feel.values import to_python

WORKING_DAYS = Library()
#: more working days than any time limit has
MAX_DAYS = 5_000


@WORKING_DAYS.add("adalah hari kerja(tanggal: date|date and time)", run=True, weight=4)
def is_working_day(run: Run, value: Date | DateTime) -> bool:
    calendar = run.calendar()
    day = date_of(_local(calendar, value))
    calendar.require(day)
    return calendar.works(day_number(day))


@WORKING_DAYS.add("tambah hari kerja(tanggal: date|date and time, jumlah: number)", run=True, weight=8)
def add_working_days(run: Run, value: Date | DateTime, amount: Decimal) -> Any:
    """The so-manieth working day after a day, or before it; the day itself does not count. From a moment: the end of its office hours."""
    if amount != amount.to_integral_value() or not -MAX_DAYS <= amount <= MAX_DAYS:
        return None
    run.spend(int(abs(amount)))
    calendar = run.calendar()
    start = _local(calendar, value)
    number, left = day_number(date_of(start)), int(amount)
    step = 1 if left > 0 else -1
    while left:
        number += step
        if _works(calendar, number):
            left -= step
    if isinstance(start, DateTime):
        return _end(calendar, number, start.time.zone)
    return _day(calendar, number)


@WORKING_DAYS.add("akhir hari kerja(tanggal: date|date and time)", run=True, weight=8)
def end_of_working_day(run: Run, value: Date | DateTime) -> DateTime:
    """The end of the office hours of a day, or of the next one that is worked: where the law moves the end of a term to it."""
    calendar = run.calendar()
    start = _local(calendar, value)
    zone: Zone = start.time.zone if isinstance(start, DateTime) else calendar.zone.key if calendar.zone else None
    return _end(calendar, day_number(date_of(start)), zone)


@WORKING_DAYS.add("jumlah hari kerja(dari: date|date and time, sampai: date|date and time)", run=True, weight=8)
def count_working_days(run: Run, start: Date | DateTime, end: Date | DateTime) -> Decimal:
    """Working days after the first day up to and including the last; negative where the last comes first."""
    calendar = run.calendar()
    first, last = date_of(_local(calendar, start)), date_of(_local(calendar, end))
    calendar.require(first)
    calendar.require(last)
    low, high = sorted((day_number(first), day_number(last)))
    run.spend(high - low)
    count = sum(_works(calendar, number) for number in range(low + 1, high + 1))
    return Decimal(count if low == day_number(first) else -count)


def _local(calendar: WorkingCalendar, value: Date | DateTime) -> Date | DateTime:
    """A moment on the regency's clock; local time and days as they are."""
    if calendar.zone is None or not isinstance(value, DateTime) or value.time.zone in (None, calendar.zone.key):
        return value
    return in_zone(value, calendar.zone.key) or value


def _works(calendar: WorkingCalendar, number: int) -> bool:
    _day(calendar, number)
    return calendar.works(number)


def _day(calendar: WorkingCalendar, number: int) -> Date:
    day = date_of_number(number)
    if day is None:
        raise BeyondCalendar("the working calendar ends before the term does")
    calendar.require(day)
    return day


def _end(calendar: WorkingCalendar, number: int, zone: Zone) -> DateTime:
    while not _works(calendar, number):
        number += 1
    day = _day(calendar, number)
    closes = calendar.hours_of(to_python(day))[1]
    return DateTime(day, Time(closes.hour, closes.minute, closes.second, 0, zone))
