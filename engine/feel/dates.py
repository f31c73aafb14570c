"""Date, time, date and time as immutable values with years of up to nine digits (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.6).

The standard library's types end at the year 9999 and at microseconds; FEEL's do not, therefore these are its own.
A zone is the offset from UTC in seconds (int), the name of a zone of the IANA database (str), or None for local time.
"""

from __future__ import annotations

import functools
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

MAX_YEAR = 999_999_999
NANOS = 1_000_000_000
DAY_NANOS = 86_400 * NANOS
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Zone = int | str | None


class Date(NamedTuple):
    """A day of the proleptic Gregorian calendar; the year 0 exists, as in ISO 8601."""

    year: int
    month: int
    day: int

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return (day_number(self) + 3) % 7 + 1


class Time(NamedTuple):
    """A time of the day."""

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    zone: Zone = None

    @property
    def nanos(self) -> int:
        """Nanoseconds since midnight."""
        return ((self.hour * 60 + self.minute) * 60 + self.second) * NANOS + self.nanosecond


class DateTime(NamedTuple):
    """A date and a time."""

    date: Date
    time: Time


MIDNIGHT = Time(0, 0, 0)


def make_date(year: int, month: int, day: int) -> Date | None:
    """The date, or None where there is no such day."""
    if abs(year) > MAX_YEAR or not 1 <= month <= 12 or not 1 <= day <= month_days(year, month):
        return None
    return Date(year, month, day)


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_days(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else _MONTH_DAYS[month - 1]


def day_number(date: Date) -> int:
    """Days since 1970-01-01 (the civil calendar's arithmetic in eras of 400 years)."""
    year = date.year - (date.month <= 2)
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (date.month + (-3 if date.month > 2 else 9)) + 2) // 5 + date.day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def date_of_number(number: int) -> Date | None:
    """The inverse of `day_number`; None beyond the calendar."""
    era, day_of_era = divmod(number + 719_468, 146_097)
    year_of_era = (day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + (3 if shifted < 10 else -9)
    year = era * 400 + year_of_era + (month <= 2)
    return make_date(year, month, day_of_year - (153 * shifted + 2) // 5 + 1)


def time_of_nanos(nanos: int, zone: Zone) -> Time:
    """The time so many nanoseconds after midnight; whole days fall away."""
    seconds, fraction = divmod(nanos % DAY_NANOS, NANOS)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return Time(hour, minute, second, fraction, zone)


@functools.lru_cache(maxsize=512)
def zone_info(name: str) -> ZoneInfo | None:
    """A zone of the IANA database, or None where there is none of this name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def offset(zone: Zone, date: Date, time: Time) -> int | None:
    """Seconds east of UTC at this local date and time; None for local time."""
    if not isinstance(zone, str):
        return zone
    found = zone_info(zone)
    if found is None:
        return None
    return _seconds(_on_calendar(date, time, found))


def _on_calendar(date: Date, time: Time, zone: tzinfo) -> datetime:
    """Beyond the standard library's years the rules of a year of the same shape hold."""
    year = date.year if 2 < date.year < 9998 else (2000 + date.year % 400 if date.year > 0 else 4)
    day = min(date.day, month_days(year, date.month))
    return datetime(year, date.month, day, time.hour, time.minute, time.second, tzinfo=zone)


def _seconds(value: datetime) -> int | None:
    difference = value.utcoffset()
    return None if difference is None else int(difference.total_seconds())


def time_offset(time: Time) -> int | None:
    """Seconds east of UTC; a named zone's is that of 1 January 1970, because a time alone has no season."""
    return offset(time.zone, Date(1970, 1, 1), time)


def instant(value: DateTime) -> int:
    """Nanoseconds since 1970-01-01T00:00:00Z; local time counts as UTC."""
    shift = offset(value.time.zone, value.date, value.time) or 0
    return day_number(value.date) * DAY_NANOS + value.time.nanos - shift * NANOS


def time_instant(value: Time) -> int:
    """Nanoseconds since midnight UTC, possibly negative; local time counts as UTC."""
    return value.nanos - (time_offset(value) or 0) * NANOS


def add_nanos(value: DateTime, nanos: int) -> DateTime | None:
    """Later or earlier by what elapses, on the clock of the value's own zone; None beyond the calendar."""
    zone = value.time.zone
    if isinstance(zone, str):
        return _on_clock(instant(value) + nanos, zone)
    return _of_nanos(day_number(value.date) * DAY_NANOS + value.time.nanos + nanos, zone)


def _of_nanos(nanos: int, zone: Zone) -> DateTime | None:
    days, rest = divmod(nanos, DAY_NANOS)
    date = date_of_number(days)
    return None if date is None else DateTime(date, time_of_nanos(rest, zone))


def _on_clock(nanos: int, zone: str) -> DateTime | None:
    """What a clock in a named zone shows at an instant. In the hour that summer time repeats its name would mean the first one: the
    second gets its offset instead.
    """
    utc = _of_nanos(nanos, 0)
    shift = None if utc is None else _offset_at(zone, utc)
    local = None if shift is None else _of_nanos(nanos + shift * NANOS, zone)
    if local is None or instant(local) == nanos:
        return local
    return DateTime(local.date, local.time._replace(zone=shift))


def _offset_at(zone: str, utc: DateTime) -> int | None:
    """Seconds east of UTC at an instant."""
    found = zone_info(zone)
    return None if found is None else _seconds(_on_calendar(utc.date, utc.time, UTC).astimezone(found))


def add_months(date: Date, months: int) -> Date | None:
    """The same day so many months later, or the last day of a shorter month (DMN 1.5, table 45)."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if abs(year) > MAX_YEAR:
        return None
    return Date(year, month + 1, min(date.day, month_days(year, month + 1)))
