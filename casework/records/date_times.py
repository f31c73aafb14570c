"""Parses dates and times as diagrams write them."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo


def parse_date_time(text: str, zone: ZoneInfo) -> datetime:
    """Parses a date and time in FEEL's notation, which may name a zone: 2026-12-02T16:00:00@Asia/Jakarta. Raises ValueError."""
    plain, _at, _name = text.partition("@")
    found = datetime.fromisoformat(plain)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def end_of_day(text: str, zone: ZoneInfo) -> datetime:
    """Returns the last moment of a day, such as 2027-11-25. Raises ValueError for a text that is no date."""
    return datetime.combine(date.fromisoformat(text[:10]), time.max, zone)
