"""Lint rules of timers: a time that is written out can be judged before any case runs (BPMN 2.0.2, 10.5.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from engine.bpmn.durations import read_duration, read_time
from engine.bpmn.elements import Element, EventDefinition
from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.lint.report import Report
from engine.bpmn.timers import due_date, read_cycle
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import Problem

#: a timer is tried out on a day like any other
SOME_DAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
ZONE = ZoneInfo("UTC")


def timer(report: Report, element: Element, definition: EventDefinition) -> Iterator[Problem]:
    """A time that is written out, and the one of a start event, can be judged now. Expressions are another rule's."""
    begins = element.kind == "startEvent" and element.scope is None
    text = definition.timer or ""
    ends = element.kind == "intermediateCatchEvent" or (element.interrupting and not begins)
    if definition.timer_kind == "timeCycle" and ends:
        message = "A cycle fires once here: the case goes on with its first firing."
        remedy = "Write a duration or a date, or draw an event that does not interrupt."
        yield report.problem("CYCLE_ONCE", element, message, remedy, severity="warning")
    yield from _odd(report, element, definition)
    if text.startswith("=") and not begins:
        return
    try:
        if definition.timer_kind == "timeCycle":
            cycle = read_cycle(text, {}, SOME_DAY, ZONE)
            if cycle.count == 0 or cycle.after(SOME_DAY, SOME_DAY, ZONE) is None:
                raise ExpressionFailed(f"the cycle '{text}' never fires")
        else:
            due_date(text, {}, EvaluationTime(SOME_DAY), ZONE)
    except ExpressionFailed as error:
        yield report.problem(
            "BAD_TIMER", element, f"The timer cannot be computed: {error}.", "Write, for example, P3D, R3/PT1H or 0 0 8 * * MON-FRI."
        )


def _odd(report: Report, element: Element, definition: EventDefinition) -> Iterator[Problem]:
    """A date where a duration is announced, or the other way round: what is written counts. And a time that is over when it begins."""
    text = (definition.timer or "").strip()
    duration = read_duration(text)
    reason = ""
    if definition.timer_kind == "timeDate" and duration is not None:
        reason = f"The timer announces a date, and '{text}' is a duration"
    elif definition.timer_kind == "timeDuration" and read_time(text) is not None:
        reason = f"The timer announces a duration, and '{text}' is a date"
    if reason:
        yield report.problem(
            "TIMER_ODD", element, f"{reason}: what is written counts.", "Choose what it is.", severity="warning", name=text
        )
    if duration is not None and any(part < 0 for part in duration):
        message = f"The duration '{text}' is negative: the timer fires at once."
        yield report.problem("TIMER_ODD", element, message, "Write a positive one.", severity="warning", name=text)
