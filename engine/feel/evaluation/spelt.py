"""Texts that spell a date, a time or a duration: data at rest are texts, and a process reads them where they meet such a value.

FEEL itself gives null for `"2026-03-01" < today()` (DMN 1.5, 10.3.2.13), and for a local time beside one with a zone, as now() has.
Only what would be null is read so, and only where the caller asked for it (`Run.read_texts`): what has a value keeps it, and two texts
are compared and joined as texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from engine.feel.dates import Date, DateTime, Time
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.evaluation.frame import Run
from engine.feel.reading import MAX_TEXT, parse_date, parse_datetime, parse_duration, parse_time, with_seconds
from engine.feel.values import to_feel

_TEMPORAL = frozenset({Date, DateTime, Time, DayTimeDuration, YearMonthDuration})
#: steps of reading a text
_COST = 20


def spelt(run: Run, value: Any) -> Any:
    """The value that a text spells; anything else as it is."""
    if type(value) is not str or not run.read_texts or len(value) > MAX_TEXT or not (value[:1].isdigit() or value[:1] in ("-", "P")):
        return value
    run.spend(_COST)
    text = with_seconds(value)
    for read in (parse_date, parse_datetime, parse_time, parse_duration):
        found = read(text)
        if found is not None:
            return found
    return value


def all_spelt(run: Run, values: Sequence[Any]) -> list[Any] | None:
    """The values with every text read; None where none changes. A date beside a date and time is its midnight, and what has no zone
    beside what has one is meant in the zone of now().
    """
    if not run.read_texts:
        return None
    read = [spelt(run, value) for value in values]
    if any(type(value) is DateTime for value in read):
        read = [parse_datetime(old) if type(new) is Date and type(old) is str else new for new, old in zip(read, values, strict=True)]
    clocks = [value.time if type(value) is DateTime else value for value in read if type(value) in (DateTime, Time)]
    if run.now is not None and len({clock.zone is None for clock in clocks}) == 2:
        read = [_in_zone(value, run.now) for value in read]
    return None if all(new is old for new, old in zip(read, values, strict=True)) else read


def _in_zone(value: Any, now: datetime) -> Any:
    here = to_feel(now)
    if type(here) is not DateTime:
        return value
    if type(value) is DateTime and value.time.zone is None:
        return value._replace(time=value.time._replace(zone=here.time.zone))
    return value._replace(zone=here.time.zone) if type(value) is Time and value.zone is None else value
