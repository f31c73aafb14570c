"""Working days (hari kerja) on the calendar of public holidays and joint leave (UU 30/2014 counts time limits in them:
docs/law/administrative-procedure.md#limits-count-in-working-days).

Outside the years that the calendar covers the functions give null: a time limit that silently ignores holidays would be wrong.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.feel.builtins.library import Library
from engine.feel.builtins.temporal import date_of
from engine.feel.dates import Date, DateTime, date_of_number, day_number
from engine.feel.evaluation.frame import Run

WORKING_DAYS = Library()
#: more working days than any time limit has
MAX_DAYS = 5_000


@WORKING_DAYS.add("adalah hari kerja(tanggal: date|date and time)", run=True, weight=4)
def is_working_day(run: Run, value: Date | DateTime) -> bool | None:
    calendar, day = run.calendar(), date_of(value)
    return calendar.works(day_number(day)) if calendar.covers(day) else None


@WORKING_DAYS.add("tambah hari kerja(tanggal: date|date and time, jumlah: number)", run=True, weight=8)
def add_working_days(run: Run, value: Date | DateTime, amount: Decimal) -> Any:
    """The so-manieth working day after the day, or before it; the day itself does not count, its time of day stays."""
    if amount != amount.to_integral_value() or not -MAX_DAYS <= amount <= MAX_DAYS:
        return None
    run.spend(int(abs(amount)))
    calendar, number, left = run.calendar(), day_number(date_of(value)), int(amount)
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


@WORKING_DAYS.add("jumlah hari kerja(dari: date|date and time, sampai: date|date and time)", run=True, weight=8)
def count_working_days(run: Run, start: Date | DateTime, end: Date | DateTime) -> Decimal | None:
    """Working days after the first day up to and including the last; negative where the last comes first."""
    calendar, first, last = run.calendar(), date_of(start), date_of(end)
    if not (calendar.covers(first) and calendar.covers(last)):
        return None
    low, high = sorted((day_number(first), day_number(last)))
    run.spend(high - low)
    count = sum(calendar.works(number) for number in range(low + 1, high + 1))
    return Decimal(count if low == day_number(first) else -count)
