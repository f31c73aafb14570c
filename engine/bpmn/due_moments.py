"""The one door through which a text of a diagram, or a value of a case, becomes the moment at which something is due.

A day that is due ends with its office hours, and so does a term of whole days: nobody can hand in at night
(docs/law/administrative-procedure.md#limits-count-in-working-days). Hours, `PT24H`, are exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.bpmn.durations import Duration, MixedDuration, read_duration, read_time
from engine.bpmn.expressions import ExpressionFailed, evaluate, shift
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.feel.dates import DAY_NANOS, Date, DateTime
from engine.feel.durations import DayTimeDuration
from engine.feel.errors import BeyondCalendar
from engine.feel.types import type_name
from engine.feel.values import to_python


def due_date_of(
    text: str | None, variables: Mapping[str, Any], time: EvaluationTime, zone: ZoneInfo, *, term: bool = False
) -> datetime | None:
    """The due date that a text of a diagram gives. Raises ExpressionFailed."""
    return due_moment(evaluate(text, variables, time) if text else None, time, zone, text=text or "", term=term)


def due_moment(value: Any, time: EvaluationTime, zone: ZoneInfo, *, text: str = "", term: bool = False) -> datetime | None:
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
