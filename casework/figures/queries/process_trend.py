"""Reads how one process went week by week: what came in and ended, how long it took, and in which step the time went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import ClassVar

from sqlalchemy import func, select

from casework.figures import measures
from casework.figures.distribution import median, value_at
from casework.figures.newest_definitions import newest_definitions
from casework.figures.queries.process_figures import Figures, FiguresView, ProcessFigures
from casework.figures.tables import DailyFigure
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound

#: with fewer a median says little: such a step gets no colour
FEWEST = 20
NINE_OF_TEN = Fraction(9, 10)


@dataclass(frozen=True, kw_only=True)
class Week:
    monday: date
    started: int
    ended: int


@dataclass(frozen=True, kw_only=True)
class StepFigure:
    """A step, `process.element`, with its name; `by_applicant`: nobody of the staff does it. Hours are those of the clock."""

    element: str
    name: str
    texts: Mapping[str, Mapping[str, str]]
    by_applicant: bool
    count: int
    late: int
    median: int
    ninth: int


@dataclass(frozen=True, kw_only=True)
class TrendView:
    of_all: FiguresView
    figures: Figures
    weeks: Sequence[Week]
    #: days -> cases that took so long
    durations: Mapping[int, int]
    steps: Sequence[StepFigure]


@dataclass(frozen=True, kw_only=True)
class ProcessTrend(Query):
    """Raises NotFound where nothing of the process was counted in these weeks."""

    permission: ClassVar[str] = "person"

    process: str
    weeks: int = 8

    def run(self, context: QueryContext) -> TrendView:
        of_all = ProcessFigures(weeks=self.weeks).run(context)
        figures = next((row for row in of_all.rows if row.process == self.process), None)
        if figures is None:
            raise NotFound("Expected a process with figures in this time, but there is none under this address.")
        days = (of_all.until - of_all.since).days + 1
        weeks = {of_all.since + timedelta(days=day): [0, 0] for day in range(0, days, 7)}
        durations: Counter[int] = Counter()
        figure = DailyFigure
        week = func.date(func.date_trunc("week", figure.day))
        own = (figure.process == self.process, figure.day >= of_all.since)
        statement = (
            select(week, figure.measure, figure.bucket, func.sum(figure.count))
            .where(*own, figure.measure.in_((measures.STARTED, measures.ENDED)))
            .group_by(week, figure.measure, figure.bucket)
        )
        for monday, measure, bucket, count in context.session.execute(statement):
            weeks[monday][measure == measures.ENDED] += int(count)
            if measure == measures.ENDED:
                durations[bucket] += int(count)
        return TrendView(
            of_all=of_all,
            figures=figures,
            weeks=[Week(monday=monday, started=counts[0], ended=counts[1]) for monday, counts in weeks.items()],
            durations=durations,
            steps=self._steps(context, of_all.since),
        )

    def _steps(self, context: QueryContext, since: date) -> list[StepFigure]:
        figure = DailyFigure
        outside = figure.unit_id.is_(None).label("outside")
        statement = (
            select(figure.element, outside, figure.measure, figure.bucket, func.sum(figure.count))
            .where(figure.process == self.process, figure.day >= since, figure.measure.in_((measures.STEP, measures.STEP_LATE)))
            .group_by(figure.element, outside, figure.measure, figure.bucket)
        )
        took: dict[tuple[str, bool], Counter[int]] = {}
        late: Counter[tuple[str, bool]] = Counter()
        for element, by_applicant, measure, bucket, count in context.session.execute(statement):
            if measure == measures.STEP_LATE:
                late[element, by_applicant] += int(count)
            else:
                took.setdefault((element, by_applicant), Counter())[bucket] += int(count)
        processes = {element.partition(".")[0] for element, _outside in took}
        names = _names(context, processes)
        found = [
            StepFigure(
                element=element,
                name=names.get(element, ("", {}))[0] or element.partition(".")[2],
                texts=names.get(element, ("", {}))[1],
                by_applicant=by_applicant,
                count=sum(hours.values()),
                late=late[element, by_applicant],
                median=median(hours) or 0,
                ninth=value_at(hours, NINE_OF_TEN) or 0,
            )
            for (element, by_applicant), hours in took.items()
        ]
        return sorted(found, key=lambda step: (-step.count, step.element))


def _names(context: QueryContext, processes: set[str]) -> dict[str, tuple[str, Mapping[str, Mapping[str, str]]]]:
    """Returns process.element -> its name in the diagram and the package's texts, of the newest version of each process."""
    return {
        f"{key}.{element.id}": (element.name, loaded.texts)
        for key, loaded in newest_definitions(context, processes).items()
        for element in loaded.definition.process.elements.values()
    }
