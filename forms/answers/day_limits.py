"""The first and the last day that a question accepts, whether it asks for the time of day too or not."""

from __future__ import annotations

from datetime import date
from typing import Any

from forms.limits import lacks_number
from forms.question import AnswerRejected, Question, day_of


def refusal_of_day(question: Question, day: date) -> AnswerRejected | None:
    """Returns TOO_EARLY or TOO_LATE, or None for a day that is accepted."""
    for name, code in (("min", "TOO_EARLY"), ("max", "TOO_LATE")):
        limit = question.day(name)
        if limit is not None and ((day < limit) if name == "min" else (day > limit)):
            return AnswerRejected(code, limit=limit)
    if question.field.component.get("disallowPassedDates") is True and day < question.today:
        return AnswerRejected("TOO_EARLY", limit=question.today)
    return None


def lacks_day(name: str, value: Any) -> str:
    """Checks that the first and the last accepted day are dates."""
    if name in ("min", "max"):
        return "date" if value and day_of(value) is None else ""
    return lacks_number(name, value)
