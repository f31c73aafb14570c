"""Dates, times and durations: conversion (DMN 1.5, 10.3.4.1), the calendar (10.3.4.7) and the time of the evaluation."""

from __future__ import annotations

from datetime import date as library_date
from decimal import Decimal

from engine.feel.builtins.library import Library
from engine.feel.dates import MIDNIGHT, NANOS, Date, DateTime, Time, add_nanos, day_number, instant, make_date, offset
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.evaluation.frame import Run
from engine.feel.reading import parse_date, parse_datetime, parse_duration, parse_time, parse_zone
from engine.feel.values import to_feel, whole

TEMPORAL = Library()
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_MAX_OFFSET = 18 * 3600 * NANOS


def date_of(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@TEMPORAL.add("date(from: string|date|date and time)", weight=5)
def date(value: str | Date | DateTime) -> Date | None:
    return parse_date(value) if isinstance(value, str) else date_of(value)


@TEMPORAL.add("date(year: number, month: number, day: number)", weight=5)
def date_of_numbers(year: Decimal, month: Decimal, day: Decimal) -> Date | None:
    return make_date(whole(year), whole(month), whole(day))


@TEMPORAL.add("time(from: string|time|date|date and time)", weight=5)
def time(value: str | Time | Date | DateTime) -> Time | None:
    if isinstance(value, str):
        return parse_time(value)
    if isinstance(value, Date):
        return MIDNIGHT._replace(zone=0)
    return value.time if isinstance(value, DateTime) else value


@TEMPORAL.add("time(hour: number, minute: number, second: number, [offset: days and time duration?])", weight=5)
def time_of_numbers(hour: Decimal, minute: Decimal, second: Decimal, offset: DayTimeDuration | None) -> Time | None:
    if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second < 60):
        return None
    nanos = int(second * NANOS)
    if offset is not None and abs(offset.nanos) > _MAX_OFFSET:
        return None
    zone = None if offset is None else int(offset.nanos / NANOS)
    return Time(int(hour), int(minute), nanos // NANOS, nanos % NANOS, zone)


@TEMPORAL.add("date and time(from: string|date|date and time)", weight=5)
def date_and_time(value: str | Date | DateTime) -> DateTime | None:
    if isinstance(value, str):
        return parse_datetime(value)
    return DateTime(value, MIDNIGHT._replace(zone=0)) if isinstance(value, Date) else value


@TEMPORAL.add("date and time(date: date|date and time, time: time)", weight=5)
def date_with_time(day: Date | DateTime, clock: Time) -> DateTime:
    return DateTime(date_of(day), clock)


@TEMPORAL.add("date and time(date: date and time, timezone/time: string)", weight=5)
def in_zone(value: DateTime, name: str) -> DateTime | None:
    """Camunda's: the same moment on the clock of another zone; a local time is taken as one of that zone."""
    zone = parse_zone(name)
    if zone is None:
        return None
    if value.time.zone is None:
        return DateTime(value.date, value.time._replace(zone=zone))
    moment = add_nanos(DateTime(Date(1970, 1, 1), MIDNIGHT._replace(zone=0)), instant(value))
    if moment is None:
        return None
    shift = offset(zone, moment.date, moment.time) or 0
    local = add_nanos(moment, shift * NANOS)
    return None if local is None else DateTime(local.date, local.time._replace(zone=zone))


@TEMPORAL.add("duration(from: string|days and time duration|years and months duration)", weight=5)
def duration(value: str | DayTimeDuration | YearMonthDuration) -> DayTimeDuration | YearMonthDuration | None:
    return parse_duration(value) if isinstance(value, str) else value


@TEMPORAL.add("years and months duration(from: date|date and time, to: date|date and time)", weight=5)
def years_and_months(start: Date | DateTime, end: Date | DateTime) -> YearMonthDuration:
    """Whole months between two days."""
    first, last = date_of(start), date_of(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearMonthDuration(months)


@TEMPORAL.add("day of year(date: date|date and time)", weight=5)
def day_of_year(value: Date | DateTime) -> Decimal:
    day = date_of(value)
    return Decimal(day_number(day) - day_number(Date(day.year, 1, 1)) + 1)


@TEMPORAL.add("day of week(date: date|date and time)", weight=5)
def day_of_week(value: Date | DateTime) -> str:
    return DAYS[date_of(value).weekday - 1]


@TEMPORAL.add("month of year(date: date|date and time)", weight=5)
def month_of_year(value: Date | DateTime) -> str:
    return MONTHS[date_of(value).month - 1]


@TEMPORAL.add("week of year(date: date|date and time)", weight=5)
def week_of_year(value: Date | DateTime) -> Decimal:
    """The week of ISO 8601."""
    day = date_of(value)
    # the calendar repeats every 400 years
    return Decimal(library_date(2000 + day.year % 400, day.month, day.day).isocalendar()[1])


@TEMPORAL.add("now()", run=True)
def now(run: Run) -> DateTime | None:
    """null where the caller gave no time: an evaluation asks no clock."""
    value: DateTime | None = to_feel(run.now)
    return value


@TEMPORAL.add("today()", run=True)
def today(run: Run) -> Date | None:
    return None if run.now is None else date_of(to_feel(run.now))
