"""Durations and points in time as Camunda 8's timers write them; more than FEEL has: months with days, a zone in brackets."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from engine.feel.dates import Date, DateTime
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.evaluation.arithmetic import add
from engine.feel.reading import MAX_TEXT, parse_date, parse_datetime, parse_duration, with_seconds
from engine.feel.values import to_feel, to_python


class MixedDuration(NamedTuple):
    """Months, and nanoseconds after them: `P1Y2M3DT4H`. FEEL has none, for it has no fixed length; from a date on it has one."""

    months: int
    nanos: int


Duration = DayTimeDuration | YearMonthDuration | MixedDuration

_MIXED = re.compile(r"(-?P)((?:\d{1,15}Y)?(?:\d{1,15}M)?)((?:\d{1,15}W)?(?:\d{1,15}D)?(?:T.+)?)", re.ASCII)
#: how Java, and so Camunda 8, writes a zone behind an offset
_BRACKETS = re.compile(r"(.+)(Z|[+-]\d{2}:\d{2})\[([A-Za-z0-9_+\-/]+)\]", re.ASCII)


def read_duration(text: str) -> Duration | None:
    """`P1Y2M`, `P3DT4H`, or both kinds in one (ISO 8601)."""
    found = parse_duration(text)
    match = _MIXED.fullmatch(text) if found is None and len(text) <= MAX_TEXT else None
    if match is None:
        return found
    sign, months, rest = match.groups()
    long, short = parse_duration(sign + months), parse_duration(sign + rest)
    return MixedDuration(long.months, short.nanos) if isinstance(long, YearMonthDuration) and isinstance(short, DayTimeDuration) else None


def read_time(text: str) -> Date | DateTime | None:
    """A date, or a date and time, also `2026-10-02T08:09:40+02:00[Europe/Berlin]`: there the offset says when it is. The seconds may be
    left out (ISO 8601), as a form's field and Java leave them out.
    """
    text = with_seconds(text)
    match = _BRACKETS.fullmatch(text) if len(text) <= MAX_TEXT else None
    if match is None:
        return parse_date(text) or parse_datetime(text)
    point, named = parse_datetime(match[1] + match[2]), parse_datetime(f"{match[1]}@{match[3]}")
    if point is None or named is None:
        return None
    try:
        same = to_python(point) == to_python(named)
    except OverflowError:
        return point
    return named if same else point


def multiply(by: Duration, count: int) -> Duration:
    return type(by)(*(part * count for part in by))


def add_duration(start: datetime, by: Duration) -> datetime | None:
    """Months first, then the rest, on the clock of the start's zone. None: beyond the calendar."""
    parts = (YearMonthDuration(by.months), DayTimeDuration(by.nanos)) if isinstance(by, MixedDuration) else (by,)
    value = to_feel(start)
    for part in parts:
        value = add(value, part)
    try:
        result = to_python(value)
    except OverflowError:
        return None
    return result if isinstance(result, datetime) else None


def count_until(start: datetime, by: Duration, end: datetime) -> int:
    """The least number of durations, one or more, that lead from `start` beyond `end`; the duration must go forwards.

    Each is counted from the start: three months after 31 January is 30 April, though a month after 28 February is 28 March.
    """

    def leads_beyond(count: int) -> bool:
        found = add_duration(start, multiply(by, count))
        return found is None or found > end

    below, above = 0, 1
    while not leads_beyond(above):
        below, above = above, above * 2
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (below, middle) if leads_beyond(middle) else (middle, above)
    return above
