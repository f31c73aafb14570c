"""One decision of a model, for callers that know its id only: business rule tasks and fields of forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.dmn.evaluation import FATAL
from engine.dmn.model import Model, Outcome
from engine.feel.calendar.evaluation_time import CalendarSource
from engine.feel.calendar.working_calendar import national_calendar


class DecisionFailed(Exception):
    """The decision gives no result that may be used: rules clash, a value is not of its column's type, a cell cannot be computed."""


@dataclass(frozen=True)
class Decision:
    id: str
    model: Model
    name: str = ""
    version_tag: str = ""
    #: counted by who deploys it; 0: that of the caller's own deployment
    version: int = 0
    #: whether only clashes, limits and what cannot be read stop it: what else went wrong gives null, as releases 0.1 and 0.2 had it
    lenient: bool = False

    def evaluate(
        self, variables: Mapping[str, Any], *, now: datetime | None = None, calendar: CalendarSource = national_calendar
    ) -> Outcome:
        """The outcome for these variables. Texts in typed places are read as values of the type, as Camunda 7 and Operaton do.

        Raises DecisionFailed where something else than the data decided: null is then no answer (DMN 1.5, 10.3.2.9.4).
        """
        outcome = self.model.decide(self.id, variables, now=now, calendar=calendar, read_texts=True)
        faults = [warning.message for warning in outcome.warnings if warning.code in FATAL] if self.lenient else outcome.faults
        if faults:
            raise DecisionFailed("; ".join(faults))
        return outcome
