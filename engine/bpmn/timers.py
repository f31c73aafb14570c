"""Computes when a timer fires: a date, a duration, a repeating interval (ISO 8601) or a cron expression (Camunda 8's six fields)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from croniter import CroniterError, croniter

from engine.bpmn.expressions import Duration, ExpressionFailed, due_date_of, evaluate, localize, shift
from engine.feel.calendar.evaluation_time import CalendarSource, EvaluationTime
from engine.feel.calendar.working_calendar import national_calendar
from engine.feel.durations import DayTimeDuration
from engine.feel.reading import parse_datetime, parse_duration

SHORTEST = timedelta(seconds=1)
_MACROS = ("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly")


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """Firings at a distance, or by a calendar rule. `count` None: endlessly."""

    count: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    every: Duration | None = None
    cron: str | None = None

    def first(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        if self.start is not None:
            return self.start if self.start > now else self.after(self.start, now, zone)
        return self.after(now, now, zone)

    def after(self, due: datetime, now: datetime, zone: ZoneInfo) -> datetime | None:
        """The firing that follows `due` and is still ahead of `now`: a clock that stood catches up once. None: there is none."""
        if self.cron is not None:
            try:
                found: datetime = croniter(self.cron, max(due, now).astimezone(zone), second_at_beginning=True).get_next(datetime)
            except CroniterError:
                return None  # a date that never comes, such as 31 February
        else:
            assert self.every is not None
            found = _ahead(due, self.every, now)
        return None if self.end is not None and found > self.end else found


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
        head, *parts = value.split("/")
        if head.startswith("R") and (head == "R" or head[1:].isdigit()) and 1 <= len(parts) <= 2:
            return _repeating(int(head[1:]) if head != "R" else None, parts, text, zone)
        every = parse_duration(value)
        if every is not None:
            return Cycle(every=_forward(every, text))
    raise ExpressionFailed(f"'{text}' must be a cycle such as R3/PT1H or 0 0 8 * * MON-FRI")


def _repeating(count: int | None, parts: list[str], text: str, zone: ZoneInfo) -> Cycle:
    start = end = every = None
    for part in parts:
        duration, point = parse_duration(part), parse_datetime(part)
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


def _ahead(due: datetime, every: Duration, now: datetime) -> datetime:
    """The first firing after `due`, at whole distances from it, that is ahead of `now`; reached in one leap, however long ago that was."""
    first = shift(due, every)
    if first > now:
        return first
    if isinstance(every, DayTimeDuration):
        step = first - due
        return first + step * ((now - first) // step + 1)
    while first <= now:  # months are not equally long, and there are few of them
        first = shift(first, every)
    return first


def _positive(every: Duration) -> bool:
    origin = datetime(2000, 1, 1)  # noqa: DTZ001 (a ruler, not a moment)
    return shift(origin, every) - origin >= SHORTEST


def _cron(rule: str, text: str) -> str:
    macro = rule.lower()
    if macro.startswith("@"):
        if macro not in _MACROS:
            raise ExpressionFailed(f"'{text}' is no rule that is known; the known ones are {', '.join(_MACROS)}")
        rule = macro
    elif len(rule.split()) == 5:
        rule = f"0 {rule}"
    if not croniter.is_valid(rule, second_at_beginning=True):
        raise ExpressionFailed(f"'{text}' is no cron rule: seconds, minutes, hours, day, month, weekday")
    return rule


def due_date(text: str, variables: Mapping[str, Any], time: EvaluationTime, zone: ZoneInfo) -> datetime:
    due = due_date_of(text, variables, time, zone)
    if due is None:
        raise ExpressionFailed(f"the timer '{text}' is empty")
    return due
