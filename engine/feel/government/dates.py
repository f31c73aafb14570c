"""Dates and times as Indonesian documents write them: 23 November 2026, Senin, 14.30 WIB."""

from __future__ import annotations

from engine.feel.builtins.library import Library
from engine.feel.builtins.temporal import date_of
from engine.feel.dates import Date, DateTime, Time, offset, time_offset
from engine.feel.government.wording import DAYS, MONTHS, ZONES
from engine.feel.text import time_text

INDONESIAN_DATES = Library()


@INDONESIAN_DATES.add("tanggal indonesia(tanggal: date|date and time)")
def indonesian_date(value: Date | DateTime) -> str:
    day = date_of(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@INDONESIAN_DATES.add("hari indonesia(tanggal: date|date and time)")
def indonesian_day(value: Date | DateTime) -> str:
    return DAYS[date_of(value).weekday - 1]


@INDONESIAN_DATES.add("bulan indonesia(tanggal: date|date and time)")
def indonesian_month(value: Date | DateTime) -> str:
    return MONTHS[date_of(value).month - 1]


@INDONESIAN_DATES.add("pukul indonesia(waktu: time|date and time)")
def indonesian_time(value: Time | DateTime) -> str:
    """Hours and minutes; with the zone's name where it is one of Indonesia's, else with its offset."""
    time = value.time if isinstance(value, DateTime) else value
    seconds = offset(time.zone, value.date, time) if isinstance(value, DateTime) else time_offset(time)
    clock = f"{time.hour:02d}.{time.minute:02d}"
    if seconds is None:
        return clock
    name = ZONES.get(seconds // 3600) if seconds % 3600 == 0 else None
    return f"{clock} {name or 'UTC' + time_text(Time(0, 0, 0, 0, seconds))[8:].replace('Z', '')}"
