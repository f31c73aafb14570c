"""When an expression is evaluated: the present moment, and the calendar on which working days are counted then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.feel.calendar.working_calendar import WorkingCalendar, national_calendar

#: it is called for when a working day is first counted: most expressions count none, and reading a calendar asks the database
CalendarSource = Callable[[], WorkingCalendar]


@dataclass(frozen=True, slots=True)
class EvaluationTime:
    now: datetime
    calendar: CalendarSource = national_calendar

    def in_zone(self, zone: ZoneInfo) -> EvaluationTime:
        """The same moment, as the clocks of the zone show it: today() is a local day."""
        return replace(self, now=self.now.astimezone(zone))

    def at(self, now: datetime) -> EvaluationTime:
        """Another moment on the same calendar."""
        return replace(self, now=now)


class CountedCalendar:
    """A calendar's source that remembers whether working days were counted: a due date that depends on them follows the calendar."""

    def __init__(self, source: CalendarSource) -> None:
        self._source = source
        self.asked = False

    def __call__(self) -> WorkingCalendar:
        self.asked = True
        return self._source()
