"""The two kinds of durations (DMN 1.5, 10.3.2.3.7 and 10.3.2.3.8), named as XML Schema names them."""

from __future__ import annotations

from typing import NamedTuple

from engine.feel.dates import NANOS

#: what XML Schema's processors must hold at least; larger ones are null
MAX_MONTHS = 12 * 10**12
MAX_NANOS = 10**12 * 86_400 * NANOS


class DayTimeDuration(NamedTuple):
    """A length of time in nanoseconds."""

    nanos: int

    def __neg__(self) -> DayTimeDuration:
        return DayTimeDuration(-self.nanos)


class YearMonthDuration(NamedTuple):
    """A whole number of months."""

    months: int

    def __neg__(self) -> YearMonthDuration:
        return YearMonthDuration(-self.months)


def day_time(nanos: int) -> DayTimeDuration | None:
    return DayTimeDuration(nanos) if abs(nanos) <= MAX_NANOS else None


def year_month(months: int) -> YearMonthDuration | None:
    return YearMonthDuration(months) if abs(months) <= MAX_MONTHS else None
