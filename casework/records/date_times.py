"""The ends of days as documents need them."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo


def end_of_day(text: str, zone: ZoneInfo) -> datetime:
    """Returns the last moment of a day, such as 2027-11-25. Raises ValueError for a text that is no date."""
    return datetime.combine(date.fromisoformat(text[:10]), time.max, zone)
