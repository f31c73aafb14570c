"""Texts of ISO 8601 to FEEL's temporal values (DMN 1.5, 10.3.4.1; XQuery 1.0 lexical forms). What is no such text is None."""

from __future__ import annotations

import functools
import re

from engine.feel.dates import MIDNIGHT, NANOS, Date, DateTime, Time, Zone, date_of_number, day_number, make_date, zone_info
from engine.feel.durations import DayTimeDuration, YearMonthDuration, day_time, year_month

_DATE = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?([Zz]|[+-]\d{2}:\d{2}(?::\d{2})?|@[A-Za-z0-9_+\-/]+)?", re.ASCII)
#: without seconds
_SHORT = re.compile(r"((?:-?\d{4,9}-\d{2}-\d{2}T)?\d{2}:\d{2})((?:[Z+\-@].*)?)", re.ASCII)
#: Java's way to write a moment, which Camunda reads as well: an offset and the zone that has it
_JAVA_ZONE = re.compile(r"(?:Z|[+-]\d{2}:\d{2}(?::\d{2})?)\[([A-Za-z0-9_+\-/]+)\]$", re.ASCII)
_DURATION = re.compile(
    r"(-)?P(?:(\d{1,15})Y)?(?:(\d{1,15})M)?(?:(\d{1,15})W)?(?:(\d{1,15})D)?"
    r"(T(?:(\d{1,15})H)?(?:(\d{1,15})M)?(?:(\d{1,15})(?:\.(\d*))?S)?)?",
    re.ASCII,
)
#: characters of the longest text that can be a temporal value
MAX_TEXT = 200
#: XML Schema 1.1: an offset is at most 14 hours; FEEL's TCK takes 18, the limit of java.time
_MAX_OFFSET = 18 * 3600


def parse_date(text: str) -> Date | None:
    """'2026-11-25', also with years of five to nine digits and negative ones."""
    return _date(text) if len(text) <= MAX_TEXT else None


@functools.lru_cache(maxsize=2048)
def _date(text: str) -> Date | None:
    match = _DATE.fullmatch(text)
    return make_date(int(match[1]), int(match[2]), int(match[3])) if match else None


def parse_time(text: str) -> Time | None:
    """'08:30:00', with a fraction, and with 'Z', an offset or '@Asia/Jakarta'. '24:00:00' is midnight."""
    match = _TIME.fullmatch(text) if len(text) <= MAX_TEXT else None
    if not match:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    fraction = _fraction(match[4])
    if hour == 24 and not (minute or second or fraction):
        hour = 0
    known, zone = _zone(match[5])
    if hour > 23 or minute > 59 or second > 59 or not known:
        return None
    return Time(hour, minute, second, fraction, zone)


def with_seconds(text: str) -> str:
    """A time of day as people, forms and Java write it, `2026-12-01T08:00` or `08:00`, with the seconds that FEEL asks for."""
    short = _SHORT.fullmatch(text) if len(text) <= MAX_TEXT else None
    return text if short is None else f"{short[1]}:00{short[2]}"


def parse_datetime(text: str) -> DateTime | None:
    """A date, 'T' and a time; a date alone is its midnight."""
    day, separator, clock = text.partition("T")
    date = parse_date(day)
    if date is None:
        return None
    if clock.endswith("]") and len(clock) <= MAX_TEXT:
        clock = _JAVA_ZONE.sub(r"@\1", clock)
    time = parse_time(clock) if separator else MIDNIGHT
    if time is None:
        return None
    if clock.startswith("24"):
        date = date_of_number(day_number(date) + 1)
    return None if date is None else DateTime(date, time)


def parse_duration(text: str) -> DayTimeDuration | YearMonthDuration | None:
    """'P1Y2M' or 'P3DT4H'. A mixture of months and days has no fixed length: None."""
    match = _DURATION.fullmatch(text) if len(text) <= MAX_TEXT else None
    if not match or text.endswith(("P", "T")):
        return None
    sign, years, months, weeks, days, _clock, hours, minutes, seconds, fraction = match.groups()
    factor = -1 if sign else 1
    if years or months:
        if weeks or days or hours or minutes or seconds:
            return None
        return year_month(factor * (int(years or 0) * 12 + int(months or 0)))
    whole = ((int(weeks or 0) * 7 + int(days or 0)) * 24 + int(hours or 0)) * 60 + int(minutes or 0)
    return day_time(factor * ((whole * 60 + int(seconds or 0)) * NANOS + _fraction(fraction)))


def parse_literal(text: str) -> Date | DateTime | Time | DayTimeDuration | YearMonthDuration | None:
    """The value of `@"text"`: whichever temporal type the text spells."""
    if "P" in text[:2]:
        return parse_duration(text)
    return parse_date(text) or parse_time(text) or parse_datetime(text)


def _fraction(digits: str | None) -> int:
    """Nanoseconds; further digits are cut off."""
    return int(digits[:9].ljust(9, "0")) if digits else 0


def parse_zone(text: str) -> Zone:
    """'Z', an offset such as '+07:00', or the name of a zone; None where there is none."""
    if text[:1] not in ("+", "-") and text != "Z":
        return text if zone_info(text) is not None else None
    match = _TIME.fullmatch(f"00:00:00{text}") if len(text) <= MAX_TEXT else None
    known, zone = _zone(match[5]) if match else (False, None)
    return zone if known else None


def _zone(text: str | None) -> tuple[bool, Zone]:
    """Whether there is such a zone, and the zone."""
    if not text:
        return True, None
    if text in ("Z", "z"):  # the standard's examples write either (DMN 1.5, 10.3.4.8)
        return True, 0
    if text[0] == "@":
        return zone_info(text[1:]) is not None, text[1:]
    parts = [int(part) for part in text[1:].split(":")]
    seconds = parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)
    known = all(part < 60 for part in parts[1:]) and seconds <= _MAX_OFFSET
    return known, -seconds if text[0] == "-" else seconds
