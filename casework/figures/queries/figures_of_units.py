"""Reads what each unit has done over some weeks: completed steps, how many after they were due, and how long half of them took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.figures import measures
from casework.figures.distribution import median
from casework.figures.queries.process_figures import first_day
from casework.figures.readers import check_reader
from casework.figures.tables import DailyFigure
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.identity import Position, Unit


@dataclass(frozen=True, kw_only=True)
class FiguresOfUnit:
    """Of a unit and of those under it. `median`: hours."""

    unit: UUID
    name: str
    done: int
    late: int
    median: int


@dataclass(frozen=True, kw_only=True)
class FiguresOfUnits(Query):
    """Units of the reader's own agency, and of whoever stands below them; an operator reads all. Confidential cases are not counted.

    Shown are those right below the root of the organisation; who reads one of these alone is shown what stands right below it.
    """

    permission: ClassVar[str] = "person"

    weeks: int = 8

    def run(self, context: QueryContext) -> Sequence[FiguresOfUnit]:
        check_reader(context)
        figure = DailyFigure
        statement = (
            select(figure.unit_id, figure.measure, figure.bucket, func.sum(figure.count))
            .where(figure.day >= first_day(context, self.weeks), figure.measure.in_((measures.STEP, measures.STEP_LATE)))
            .group_by(figure.unit_id, figure.measure, figure.bucket)
        )
        parents, names = _units(context.session)
        tops = _readable_tops(context, parents)
        took: dict[UUID, Counter[int]] = {}
        late: Counter[UUID] = Counter()
        for unit, measure, bucket, count in context.session.execute(statement):
            if unit is None:
                continue
            way = _way_up(parents, unit)
            top = way[1] if len(way) > 1 else way[0]
            if top not in tops:
                continue
            place = top if len(tops) > 1 else way[min(2, len(way) - 1)]
            if measure == measures.STEP_LATE:
                late[place] += int(count)
            else:
                took.setdefault(place, Counter())[bucket] += int(count)
        found = [
            FiguresOfUnit(unit=unit, name=names[unit], done=sum(hours.values()), late=late[unit], median=median(hours) or 0)
            for unit, hours in took.items()
        ]
        return sorted(found, key=lambda row: (-row.late, -row.done, row.name))


def _units(session: Session) -> tuple[dict[UUID, UUID | None], dict[UUID, str]]:
    rows = session.execute(select(Unit.id, Unit.parent_id, Unit.name)).all()
    return {row.id: row.parent_id for row in rows}, {row.id: row.name for row in rows}


def _way_up(parents: Mapping[UUID, UUID | None], unit: UUID) -> list[UUID]:
    """Returns the units from the root of the organisation down to this one."""
    way = [unit]
    while (above := parents.get(way[0])) is not None and above not in way:
        way.insert(0, above)
    return way


def _readable_tops(context: QueryContext, parents: Mapping[UUID, UUID | None]) -> set[UUID]:
    """Returns the units right below the root whose figures the reader reads; of the root itself, all of them."""
    own = {seat.unit for seat in context.actor.seats}
    if context.actor.leads:
        below = select(Position.id, Position.unit_id).where(Position.superior_id.in_(context.actor.positions)).cte(recursive=True)
        next_ones = select(Position.id, Position.unit_id).join(below, Position.superior_id == below.c.id)
        below = below.union(next_ones)
        own |= set(context.session.scalars(select(below.c.unit_id).distinct()))
    ways = [_way_up(parents, unit) for unit in own]
    if context.actor.may("operate") or any(len(way) == 1 for way in ways):
        return {way[1] if len(way) > 1 else way[0] for way in (_way_up(parents, unit) for unit in parents)}
    return {way[1] for way in ways}
