"""Computes the survey's results of the last year for each service, for everybody to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import select

from casework.survey.satisfaction import ELEMENTS, Index, index_of
from casework.survey.tables import SurveyAnswer
from engine.core.context import QueryContext
from engine.core.query import Query

PERIOD = timedelta(days=365)
#: with fewer answers somebody could guess whose they are
FEWEST = 5


@dataclass(frozen=True, kw_only=True)
class SurveyResults(Query):
    """Answers service -> its index; services with too few answers are left out."""

    permission: ClassVar[str] = "public"

    def run(self, context: QueryContext) -> Mapping[str, Index]:
        since = context.today - PERIOD
        totals: dict[str, list[int]] = {}
        counts: dict[str, int] = {}
        rows = select(SurveyAnswer.service, SurveyAnswer.scores).where(SurveyAnswer.answered_on >= since)
        for service, scores in context.session.execute(rows):
            counts[service] = counts.get(service, 0) + 1
            known = totals.setdefault(service, [0] * len(ELEMENTS))
            for number, score in enumerate(scores):
                known[number] += int(score)
        found = {service: index_of(totals[service], count) for service, count in counts.items() if count >= FEWEST}
        return {service: index for service, index in found.items() if index is not None}
