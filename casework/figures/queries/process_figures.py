"""Reads the figures of each process over some weeks: how many came in and ended, how long it took, how many are late now, the survey."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import func, or_, select

from casework.figures import measures
from casework.figures.distribution import median
from casework.figures.newest_definitions import newest_definitions
from casework.figures.readers import check_reader
from casework.figures.tables import DailyFigure, SummarisedDay
from casework.services.open_services import open_services
from casework.survey.queries.survey_results import FEWEST
from casework.survey.satisfaction import ELEMENTS, Index, index_of
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound

#: weeks that may be asked for
MOST_WEEKS = 57


@dataclass(frozen=True, kw_only=True)
class Figures:
    """`limit`: the usual working days that the law gives, None: there is none, and days are those of the calendar."""

    process: str
    texts: Mapping[str, Mapping[str, str]]
    started: int
    ended: int
    #: of those that ended with a legal clock: all, and the late ones
    limited: int
    late: int
    #: days
    median: int | None
    limit: int | None
    #: when the figures were counted last
    open: int
    open_late: int
    #: of the whole period; None: too few answers
    survey: Index | None


@dataclass(frozen=True, kw_only=True)
class FiguresView:
    rows: Sequence[Figures]
    #: both included
    since: date
    until: date
    #: None: nothing was counted yet
    counted_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ProcessFigures(Query):
    """Of the present week and those before it, `weeks` in all. For all of the staff; confidential and restricted cases are not counted.

    Raises NotFound for who holds no position.
    """

    permission: ClassVar[str] = "person"

    weeks: int = 8

    def run(self, context: QueryContext) -> FiguresView:
        check_reader(context)
        if not context.actor.seats:
            raise NotFound("Expected somebody of the staff, but they hold no position.")
        since = first_day(context, self.weeks)
        figure = DailyFigure
        last = select(func.max(SummarisedDay.day)).scalar_subquery()
        within = (figure.day >= since, or_(figure.measure.not_in((measures.OPEN, measures.OPEN_LATE)), figure.day == last))
        kinds = (measures.STEP, measures.STEP_LATE)
        statement = (
            select(figure.measure, figure.process, figure.element, figure.bucket, func.sum(figure.count))
            .where(*within, figure.measure.not_in(kinds))
            .group_by(figure.measure, figure.process, figure.element, figure.bucket)
        )
        counts: dict[str, dict[str, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
        surveys: dict[str, dict[str, list[int]]] = defaultdict(dict)
        for measure, process, element, bucket, count in context.session.execute(statement):
            if measure == measures.SURVEY:
                total = surveys[process].setdefault(element, [0, 0])
                total[0] += bucket
                total[1] += int(count)
            else:
                counts[process][measure][bucket] += int(count)
        services = {loaded.key: service.key for loaded, service in open_services(context)} if surveys else {}
        texts = {key: loaded.texts for key, loaded in newest_definitions(context, list(counts)).items()}
        rows = [
            _figures(process, found, texts[process], surveys.get(services.get(process, ""), {}))
            for process, found in counts.items()
            if process in texts
        ]
        return FiguresView(
            rows=sorted(rows, key=lambda row: (-row.started, row.process)),
            since=since,
            until=context.today,
            counted_at=context.session.execute(select(func.max(SummarisedDay.counted_at))).scalar(),
        )


def first_day(context: QueryContext, weeks: int) -> date:
    """The Monday with which the period begins."""
    return context.today - timedelta(days=context.today.weekday(), weeks=max(1, min(weeks, MOST_WEEKS)) - 1)


def _figures(
    process: str, found: Mapping[str, Counter[int]], texts: Mapping[str, Mapping[str, str]], survey: Mapping[str, list[int]]
) -> Figures:
    limits = found.get(measures.LIMITED, Counter())
    answers = min((total[1] for total in survey.values()), default=0)
    totals = [survey[str(number)][0] for number in range(len(ELEMENTS))] if len(survey) == len(ELEMENTS) else []
    return Figures(
        process=process,
        texts=texts,
        started=_sum(found, measures.STARTED),
        ended=_sum(found, measures.ENDED),
        limited=_sum(found, measures.LIMITED),
        late=_sum(found, measures.LATE),
        median=median(found.get(measures.ENDED, {})),
        limit=limits.most_common(1)[0][0] if limits else None,
        open=_sum(found, measures.OPEN),
        open_late=_sum(found, measures.OPEN_LATE),
        survey=index_of(totals, answers) if totals and answers >= FEWEST else None,
    )


def _sum(found: Mapping[str, Counter[int]], measure: str) -> int:
    return sum(found.get(measure, Counter()).values())
