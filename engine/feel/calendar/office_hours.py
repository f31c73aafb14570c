"""When the offices open and close: dated periods, the usual ones and those that go before them, such as the fasting month."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from importlib.resources import files
from typing import Any

_FRIDAY = 4
#: from, to
Span = tuple[time, time]


@dataclass(frozen=True, kw_only=True)
class HoursPeriod:
    """The hours from one day to another, both included; `last` None: until something else is set."""

    first: date
    last: date | None
    weekdays: Span
    friday: Span
    #: goes before the usual hours, as those of the fasting month do
    special: bool = False

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def of(self, day: date) -> Span:
        """Saturdays and Sundays that are worked have the hours of Monday to Thursday."""
        return self.friday if day.weekday() == _FRIDAY else self.weekdays


@dataclass(frozen=True)
class OfficeHours:
    periods: tuple[HoursPeriod, ...]

    def of(self, day: date) -> Span | None:
        """When the offices open and close on a day that is worked. None: no period holds it, and nobody guesses one."""
        found = None
        for period in self.periods:
            if period.holds(day):
                if period.special:
                    return period.of(day)
                found = period
        return found.of(day) if found is not None else None


def read_hours(rows: Iterable[Mapping[str, Any]]) -> OfficeHours:
    """Hours of plain data: `dari`, `sampai` (may be missing), `senin_kamis` and `jumat` as ["07:30", "16:00"], `khusus`.

    Raises ValueError and KeyError for what is no day or time.
    """
    return OfficeHours(tuple(map(_period, rows)))


def _period(row: Mapping[str, Any]) -> HoursPeriod:
    last = row.get("sampai")
    return HoursPeriod(
        first=date.fromisoformat(row["dari"]),
        last=date.fromisoformat(last) if last else None,
        weekdays=_span(row["senin_kamis"]),
        friday=_span(row["jumat"]),
        special=bool(row.get("khusus", False)),
    )


def _span(texts: Iterable[str]) -> Span:
    opens, closes = map(time.fromisoformat, texts)
    if opens >= closes:
        raise ValueError(f"offices close after they open, not at {closes} after {opens}")
    return opens, closes


@functools.cache
def national_hours() -> OfficeHours:
    """Hours that the law sets where a regency has none of its own (office_hours.json; docs/law/working-time.md#office-hours)."""
    return read_hours(json.loads(files("engine.feel.calendar").joinpath("office_hours.json").read_text())["jam"])
