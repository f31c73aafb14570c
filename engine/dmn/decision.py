"""One decision of a model, for callers that know its id only: business rule tasks and fields of forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.dmn.model import Model, Outcome
from engine.feel.calendar.evaluation_time import CalendarSource
from engine.feel.calendar.working_calendar import national_calendar

#: warnings after which a result must not be used
_FATAL = frozenset({"CLASH", "LIMIT", "SYNTAX"})


class DecisionFailed(Exception):
    """The decision gives no result that may be used: rules clash, or it asks for too much."""


@dataclass(frozen=True)
class Decision:
    id: str
    model: Model
    name: str = ""
    version_tag: str = ""
    #: counted by who deploys it; 0: that of the caller's own deployment
    version: int = 0

    def evaluate(
        self, variables: Mapping[str, Any], *, now: datetime | None = None, calendar: CalendarSource = national_calendar
    ) -> Outcome:
        """The outcome for these variables. Raises DecisionFailed."""
        outcome = self.model.decide(self.id, variables, now=now, calendar=calendar)
        fatal = [warning.message for warning in outcome.warnings if warning.code in _FATAL]
        if fatal:
            raise DecisionFailed("; ".join(fatal))
        return outcome
