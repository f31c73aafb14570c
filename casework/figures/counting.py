"""Counts cases, steps and survey answers by days, without those that only some may know of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import aliased

from casework.figures import measures
from casework.legal_clock.clock import legal_time, merge_pauses
from casework.legal_clock.tables import LegalClock, LegalPause
from casework.survey.tables import SurveyAnswer
from engine.core.context import QueryContext
from engine.persistence.tables.identity import Position
from engine.persistence.tables.instances import ProcessInstance, UserTask


@dataclass(frozen=True, kw_only=True)
class Row:
    day: date
    measure: str
    process: str
    count: int
    element: str = ""
    unit: UUID | None = None
    bucket: int = 0


def _day(context: QueryContext, column: Any) -> Any:
    return func.date(func.timezone(context.platform.zone.key, column))


def _plain() -> ColumnElement[bool]:
    """Selects root cases of which everybody of the staff may know that they are there."""
    return and_(ProcessInstance.parent_id.is_(None), not_(ProcessInstance.confidential), not_(ProcessInstance.restricted))


def started_cases(context: QueryContext, begin: datetime, end: datetime) -> Iterator[Row]:
    day = _day(context, ProcessInstance.started_at)
    within = (ProcessInstance.started_at >= begin, ProcessInstance.started_at < end)
    statement = select(day, ProcessInstance.process_key, func.count()).where(_plain(), *within).group_by(day, ProcessInstance.process_key)
    for when, process, count in context.session.execute(statement):
        yield Row(day=when, measure=measures.STARTED, process=process, count=count)


def ended_cases(context: QueryContext, begin: datetime, end: datetime) -> Iterator[Row]:
    """Three rows at most for each kind: how long it took, whether it was late, and which limit there was."""
    columns = (ProcessInstance.id, ProcessInstance.process_key, ProcessInstance.started_at, ProcessInstance.ended_at, LegalClock)
    statement = (
        select(*columns)
        .outerjoin(LegalClock, LegalClock.instance_id == ProcessInstance.id)
        .where(_plain(), ProcessInstance.status == "COMPLETED", ProcessInstance.ended_at >= begin, ProcessInstance.ended_at < end)
    )
    rows = context.session.execute(statement).all()
    pauses = _pauses(context, [case for case, _process, _began, _ended, clock in rows if clock is not None])
    counts: Counter[tuple[date, str, str, int]] = Counter()
    for case, process, began, ended, clock in rows:
        assert ended is not None
        day = ended.astimezone(context.platform.zone).date()
        used = None
        if clock is not None:
            until = clock.stopped_at or ended
            used = legal_time(context, clock).used(until, merge_pauses(pauses.get(case, []), until))
        if clock is None or used is None:
            counts[day, measures.ENDED, process, (ended - began).days] += 1
            continue
        counts[day, measures.ENDED, process, int(used)] += 1
        counts[day, measures.LIMITED, process, clock.working_days] += 1
        if used >= clock.working_days:
            counts[day, measures.LATE, process, 0] += 1
    for (day, measure, process, bucket), count in counts.items():
        yield Row(day=day, measure=measure, process=process, bucket=bucket, count=count)


def _pauses(context: QueryContext, cases: list[UUID]) -> dict[UUID, list[LegalPause]]:
    found: dict[UUID, list[LegalPause]] = {}
    statement = select(LegalPause).where(LegalPause.instance_id.in_(cases)).order_by(LegalPause.begun_at, LegalPause.id)
    for pause in context.session.scalars(statement):
        found.setdefault(pause.instance_id, []).append(pause)
    return found


def open_cases(context: QueryContext) -> Iterator[Row]:
    going_on = (_plain(), ProcessInstance.status == "ACTIVE")
    late = func.count().filter(and_(LegalClock.stopped_at.is_(None), LegalClock.due_at < context.now))
    statement = (
        select(ProcessInstance.process_key, func.count(), late)
        .outerjoin(LegalClock, LegalClock.instance_id == ProcessInstance.id)
        .where(*going_on)
        .group_by(ProcessInstance.process_key)
    )
    for process, count, overdue in context.session.execute(statement):
        yield Row(day=context.today, measure=measures.OPEN, process=process, count=count)
        if overdue:
            yield Row(day=context.today, measure=measures.OPEN_LATE, process=process, count=overdue)


def steps(context: QueryContext, begin: datetime, end: datetime) -> Iterator[Row]:
    """Completed tasks, also those of called cases, under the process of the root case."""
    root, own = aliased(ProcessInstance), aliased(ProcessInstance)
    day = _day(context, UserTask.completed_at)
    element = func.concat(own.process_key, ".", UserTask.element_id)
    hours = func.floor(func.extract("epoch", UserTask.completed_at - UserTask.created_at) / 3600)
    secret = or_(root.confidential, root.restricted, own.confidential, own.restricted)
    by = (day, root.process_key, element, Position.unit_id, hours)
    statement = (
        select(*by, func.count(), func.count().filter(UserTask.completed_at > UserTask.due_at))
        .join(own, own.id == UserTask.instance_id)
        .join(root, root.id == own.root_id)
        .outerjoin(Position, Position.id == UserTask.completed_position)
        .where(UserTask.status == "COMPLETED", UserTask.completed_at >= begin, UserTask.completed_at < end, not_(secret))
        .group_by(*by)
    )
    for when, process, name, unit, took, count, late in context.session.execute(statement):
        yield Row(day=when, measure=measures.STEP, process=process, element=name, unit=unit, bucket=int(took), count=count)
        if late:
            yield Row(day=when, measure=measures.STEP_LATE, process=process, element=name, unit=unit, count=late)


def survey_answers(context: QueryContext, begin: datetime, end: datetime) -> Iterator[Row]:
    rows = select(SurveyAnswer).where(SurveyAnswer.answered_on >= begin.date(), SurveyAnswer.answered_on < end.date())
    totals: dict[tuple[date, str], list[list[int]]] = {}
    for answer in context.session.scalars(rows):
        totals.setdefault((answer.answered_on, answer.service), []).append([int(score) for score in answer.scores])
    for (when, service), answers in totals.items():
        for number, scores in enumerate(zip(*answers, strict=True)):
            yield Row(day=when, measure=measures.SURVEY, process=service, element=str(number), bucket=sum(scores), count=len(scores))
