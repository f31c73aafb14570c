"""Counts the figures of the days that are not counted yet, and of the present day again. The clock does so; no page has to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from casework.figures import measures
from casework.figures.counting import Row, ended_cases, open_cases, started_cases, steps, survey_answers
from casework.figures.tables import DailyFigure, SummarisedDay
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.persistence.tables.instances import ProcessInstance

#: days of one transaction, and how far back the first count reaches
MOST_DAYS, FIRST = 31, timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class CountDailyFigures(Command):
    """Answers how many days were counted, and whether the present one was among them."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        session, today = context.session, context.today
        first = self._first_day(context)
        last = min(today, first + timedelta(days=MOST_DAYS - 1))
        zone = context.platform.zone
        begin, end = datetime.combine(first, time.min, zone), datetime.combine(last + timedelta(days=1), time.min, zone)
        session.execute(delete(DailyFigure).where(DailyFigure.day >= first, DailyFigure.day <= last))
        values = [{"id": uuid4(), **row} for row in self._rows(context, begin, end, with_today=last == today)]
        if values:
            session.execute(insert(DailyFigure), values)
        days = [{"day": first + timedelta(days=number), "counted_at": context.now} for number in range((last - first).days + 1)]
        counted = upsert(SummarisedDay).values(days)
        session.execute(counted.on_conflict_do_update(index_elements=["day"], set_={"counted_at": context.now}))
        return {"days": len(days), "today": last == today}

    def _first_day(self, context: CommandContext) -> date:
        """The last day that was counted, for it may not have been over; else that of the first case."""
        counted = context.session.execute(select(func.max(SummarisedDay.day))).scalar()
        if counted is not None:
            return min(counted, context.today)
        began = context.session.execute(select(func.min(ProcessInstance.started_at)).where(ProcessInstance.parent_id.is_(None))).scalar()
        day = began.astimezone(context.platform.zone).date() if began is not None else context.today
        return min(max(day, context.today - FIRST), context.today)

    def _rows(self, context: CommandContext, begin: datetime, end: datetime, *, with_today: bool) -> Iterator[dict[str, Any]]:
        found: list[Iterator[Row]] = [
            started_cases(context, begin, end),
            ended_cases(context, begin, end),
            steps(context, begin, end),
            survey_answers(context, begin, end),
        ]
        if with_today:
            found.append(open_cases(context))
        for rows in found:
            for row in rows:
                yield {
                    "day": row.day,
                    "measure": row.measure,
                    "process": row.process,
                    "element": row.element,
                    "unit_id": row.unit,
                    "bucket": min(row.bucket, measures.MOST_HOURS) if row.measure == measures.STEP else row.bucket,
                    "count": row.count,
                }
