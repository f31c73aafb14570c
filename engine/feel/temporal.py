"""Reading ISO 8601 texts into FEEL's temporal values, and their arithmetic (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.10)."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.feel.values import Months

_DURATION = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_ZONE = r"(Z|[+-]\d{2}:\d{2}(?::\d{2})?|@[A-Za-z_+\-/0-9]+)?"
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?" + _ZONE)
_DATE = re.compile(r"(-?\d{4,9})-(\d{2})-(\d{2})")


def parse_duration(text: str) -> timedelta | Months | None:
    """'P1Y2M' or 'P3DT4H'; None where it is neither. A mixture of months and days has no fixed length: None."""
    match = _DURATION.fullmatch(text)
    if not match or text in ("P", "-P") or text.endswith("T"):
        return None
    sign, years, months, weeks, days, hours, minutes, seconds = match.groups()
    factor = -1 if sign else 1
    if years or months:
        if weeks or days or hours or minutes or seconds:
            return None
        return Months(factor * (int(years or 0) * 12 + int(months or 0)))
    micros = int(Decimal(seconds or 0) * 1_000_000)
    try:
        return factor * timedelta(
            weeks=int(weeks or 0), days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0), microseconds=micros
        )
    except OverflowError:
        return None


def parse_zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    if text.startswith("@"):
        try:
            return ZoneInfo(text[1:])
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(text) from None
    parts = [int(part) for part in text[1:].split(":")]
    offset = timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2] if len(parts) > 2 else 0)
    return timezone(-offset if text[0] == "-" else offset)


def parse_date(text: str) -> date | None:
    match = _DATE.fullmatch(text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    match = _TIME.fullmatch(text)
    if not match:
        return None
    try:
        micros = int(Decimal(match[4] or 0) * 1_000_000)
        return time(int(match[1]), int(match[2]), int(match[3] or 0), micros, tzinfo=parse_zone(match[5]))
    except ValueError:
        return None


def parse_datetime(text: str) -> datetime | None:
    day, separator, clock = text.partition("T")
    parsed = parse_date(day)
    if parsed is None:
        return None
    if not separator:
        return datetime.combine(parsed, time())
    at = parse_time(clock)
    return None if at is None else datetime.combine(parsed, at)


def parse_literal(text: str) -> date | datetime | time | timedelta | Months | None:
    """The value of `@"text"`: whichever temporal type the text spells."""
    for parse in (parse_duration, parse_date, parse_time, parse_datetime):
        value = parse(text)
        if value is not None:
            return value
    return None


def add_months(value: date | datetime, months: int) -> date | datetime | None:
    total = value.year * 12 + value.month - 1 + months
    year, month = divmod(total, 12)
    if not 1 <= year <= 9999:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return value.replace(year=year, month=month + 1, day=min(value.day, last))
