"""Computes when a timer fires, or anything else is due: a date, a duration, a repeating interval (ISO 8601) or a cron expression
(Camunda 8's six fields).

`due_at_of` is the one door from a value to the time at which something is due, for timers, tasks and the deadlines of rooms above.
A day ends with its office hours, and so does a term of whole days: nobody can hand in at night
(docs/law/administrative-procedure.md#limits-count-in-working-days). Hours, `PT24H`, are exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.bpmn.cron import MACROS, CronRule, read_cron
from engine.bpmn.durations import Duration, MixedDuration, count_until, multiply, read_duration, read_time
from engine.bpmn.expressions import ExpressionFailed, evaluate, shift
from engine.feel.calendar.evaluation_time import CalendarSource, EvaluationTime
from engine.feel.calendar.working_calendar import national_calendar
from engine.feel.dates import DAY_NANOS, MIDNIGHT, Date, DateTime
from engine.feel.durations import DayTimeDuration
from engine.feel.errors import BeyondCalendar
from engine.feel.types import type_name
from engine.feel.values import to_python

SHORTEST = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """Firings at a distance, or by a calendar rule. `count` None: endlessly."""

    count: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    every: Duration | None = None
    cron: CronRule | None = None

    @property
    def drifts(self) -> bool:
        """Whether its firings must be counted from one that is remembered: months are not equally long."""
        return self.every is not None and not isinstance(self.every, DayTimeDuration)

    def first(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        if self.start is not None:
            return self.start if self.start > now else self.after(self.start, now, zone)
        return self.after(now, now, zone)

    def after(self, due: datetime, now: datetime, zone: ZoneInfo, anchor: datetime | None = None) -> datetime | None:
        """The firing that follows `due` and is still ahead of `now`: a clock that stood catches up once. None: there is none.

        `anchor`: what the firings were counted from when the timer was set.
        """
        if self.cron is not None:
            found = self.cron.next_after(max(due, now), zone)
        else:
            assert self.every is not None
            begin = self.anchor(due, zone, anchor)
            found = shift(begin, multiply(self.every, count_until(begin, self.every, max(due, now))))
        return None if found is None or (self.end is not None and found > self.end) else found

    def anchor(self, due: datetime, zone: ZoneInfo, anchor: datetime | None = None) -> datetime:
        """What the firing after `due` is counted from: ISO 8601's n-th one is the start and n times the distance.

        Months are not equally long: from 31 January by way of 28 February the next is 31 March. `due` itself where it is no such firing,
        as after a change of an expression's variables.
        """
        begin, every = anchor or self.start, self.every
        if begin is None or every is None or not self.drifts:
            return self._on_clock(due, zone)
        begin = self._on_clock(begin, zone)
        count = count_until(begin, every, due) - 1
        return begin if count and shift(begin, multiply(every, count)) == due else self._on_clock(due, zone)

    def _on_clock(self, point: datetime, zone: ZoneInfo) -> datetime:
        """A day and a month are those of the regency's clock, or of the zone in which the start is written."""
        return point.astimezone(zone if self.start is None else self.start.tzinfo)


def read_cycle(
    text: str, variables: Mapping[str, Any], now: datetime, zone: ZoneInfo, calendar: CalendarSource = national_calendar
) -> Cycle:
    """`R3/PT1H`, `R/2026-12-01T08:00:00/P1D`, `0 0 8 * * MON-FRI` or `@daily`. Raises ExpressionFailed."""
    value = evaluate(text, variables, EvaluationTime(now, calendar))
    if isinstance(value, Duration):
        return Cycle(every=_forward(value, text))
    if isinstance(value, str):
        value = value.strip()
        if value.startswith("@") or len(value.split()) in (5, 6):
            return Cycle(cron=_cron(value, text))
        head, *parts = _split_interval(value)
        if head.startswith("R") and (head == "R" or head[1:].isdigit()) and 1 <= len(parts) <= 2:
            return _repeating(int(head[1:]) if head != "R" else None, parts, text, zone)
        every = read_duration(value)
        if every is not None:
            return Cycle(every=_forward(every, text))
    raise ExpressionFailed(f"'{text}' must be a cycle such as R3/PT1H or 0 0 8 * * MON-FRI")


def _split_interval(text: str) -> list[str]:
    """The parts between the slashes; those in the name of a zone, `@Asia/Jakarta`, are no ends of a part."""
    parts: list[str] = []
    for part in text.split("/"):
        if parts and ("@" in parts[-1] or parts[-1].count("[") > parts[-1].count("]")) and not (read_duration(part) or _read_point(part)):
            parts[-1] += f"/{part}"
        else:
            parts.append(part)
    return parts


def _read_point(text: str) -> DateTime | None:
    """A date alone is its midnight."""
    found = read_time(text)
    return found if found is None or isinstance(found, DateTime) else DateTime(found, MIDNIGHT)


def _repeating(count: int | None, parts: list[str], text: str, zone: ZoneInfo) -> Cycle:
    start = end = every = None
    for part in parts:
        duration, point = read_duration(part), _read_point(part)
        if duration is not None and every is None:
            every = duration
        elif point is not None and every is None and start is None:
            start = localize(point, zone, text)
        elif point is not None and end is None:
            end = localize(point, zone, text)
        else:
            every = None
            break
    if every is None:
        raise ExpressionFailed(f"'{text}' must be a cycle such as R3/PT1H, with a date before or after the duration")
    return Cycle(count=count, start=start, end=end, every=_forward(every, text))


def _forward(every: Duration, text: str) -> Duration:
    """A cycle goes forwards, by a second at least: the clock's round takes as long."""
    if not _positive(every):
        raise ExpressionFailed(f"the distance in '{text}' must be a second or more")
    return every


def _positive(every: Duration) -> bool:
    origin = datetime(2000, 1, 1)  # noqa: DTZ001 (a ruler, not a moment)
    return shift(origin, every) - origin >= SHORTEST


def _cron(rule: str, text: str) -> CronRule:
    found = read_cron(rule)
    if found is None and rule.startswith("@"):
        raise ExpressionFailed(f"'{text}' is no rule that is known; the known ones are {', '.join(MACROS)}")
    if found is None:
        raise ExpressionFailed(f"'{text}' is no cron rule: seconds, minutes, hours, day, month, weekday")
    return found


def due_date(text: str, variables: Mapping[str, Any], time: EvaluationTime, zone: ZoneInfo) -> datetime:
    due = due_date_of(text, variables, time, zone)
    if due is None:
        raise ExpressionFailed(f"the timer '{text}' is empty")
    return due


def due_date_of(
    text: str | None, variables: Mapping[str, Any], time: EvaluationTime, zone: ZoneInfo, *, term: bool = False
) -> datetime | None:
    """The due date that a text of a diagram gives. Raises ExpressionFailed."""
    return due_at_of(evaluate(text, variables, time) if text else None, time, zone, text=text or "", term=term)


def due_at_of(value: Any, time: EvaluationTime, zone: ZoneInfo, *, text: str = "", term: bool = False) -> datetime | None:
    """A date and time, a date (the end of its office hours), or a duration from now; also as texts. Naive values are local to `zone`.

    `term`: a duration of whole days is a limit for people, and ends with the office hours of its last day; one that is written in
    hours is exact, and so is a timer's, as BPMN has it. Raises ExpressionFailed, also where no office hours are set for the day.
    """
    text = text or str(value)
    if isinstance(value, str):
        written = value.strip()
        value, term = read_time(written) or read_duration(written), term and "T" not in written
        if value is None:
            raise ExpressionFailed(f"'{text}' must be a date, a date and time or a duration")
    if value is None:
        return None
    if isinstance(value, Duration):
        moment = shift(time.now.astimezone(zone), value)
        return _closing(moment.date(), time, zone, text) if term and _whole_days(value) else moment
    if isinstance(value, Date | date) and not isinstance(value, datetime):
        return _closing(_library_date(value, text), time, zone, text)
    if isinstance(value, DateTime | datetime):
        return localize(value, zone, text)
    raise ExpressionFailed(f"'{text}' must be a date, a date and time or a duration, but is a {type_name(value)}")


def localize(value: DateTime | datetime, zone: ZoneInfo, text: str) -> datetime:
    """Raises ExpressionFailed beyond the years of the calendar."""
    try:
        found: datetime = to_python(value)
    except OverflowError as error:
        raise ExpressionFailed(f"'{text}': {error}") from None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _library_date(value: Date | date, text: str) -> date:
    try:
        found: date = to_python(value)
    except OverflowError as error:
        raise ExpressionFailed(f"'{text}': {error}") from None
    return found


def _closing(day: date, time: EvaluationTime, zone: ZoneInfo, text: str) -> datetime:
    try:
        closes = time.calendar().hours_of(day)[1]
    except BeyondCalendar as beyond:
        raise ExpressionFailed(f"'{text}': {beyond}") from None
    return datetime.combine(day, closes, zone)


def _whole_days(value: Duration) -> bool:
    nanos = value.nanos if isinstance(value, DayTimeDuration | MixedDuration) else 0
    return nanos % DAY_NANOS == 0 and value > type(value)(*(0 for _ in value))
