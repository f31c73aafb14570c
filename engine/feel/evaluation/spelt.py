"""Texts that spell a date, a time or a duration: data at rest are texts, and a process reads them where they meet such a value.

FEEL itself gives null for `"2026-03-01" < today()` (DMN 1.5, 10.3.2.13). Only what would be null is read so, and only where the caller
asked for it (`Run.read_texts`): what has a value keeps it, and two texts are compared and joined as texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.feel.dates import Date, DateTime, Time
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.evaluation.frame import Run
from engine.feel.reading import MAX_TEXT, parse_date, parse_datetime, parse_duration, parse_time

_TEMPORAL = frozenset({Date, DateTime, Time, DayTimeDuration, YearMonthDuration})
#: steps of reading a text
_COST = 20


def spelt(run: Run, value: Any) -> Any:
    """The value that a text spells; anything else as it is."""
    if type(value) is not str or not run.read_texts or len(value) > MAX_TEXT or not (value[:1].isdigit() or value[:1] in ("-", "P")):
        return value
    run.spend(_COST)
    for read in (parse_date, parse_datetime, parse_time, parse_duration):
        found = read(value)
        if found is not None:
            return found
    return value


def all_spelt(run: Run, values: Sequence[Any]) -> list[Any] | None:
    """The values with every text read; None where none spells anything. A date beside a date and time is its midnight."""
    if not run.read_texts or not any(type(value) is str for value in values):
        return None
    read = [spelt(run, value) for value in values]
    if all(new is old for new, old in zip(read, values, strict=True)):
        return None
    moment = any(type(value) is DateTime for value in read)
    return [
        parse_datetime(old) if moment and type(new) is Date and type(old) is str else new for new, old in zip(read, values, strict=True)
    ]
