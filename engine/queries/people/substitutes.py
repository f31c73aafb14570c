"""Who stands in for whom, now and later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import or_, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.identity import Holding, Person, Position, Unit


@dataclass(frozen=True, kw_only=True)
class SubstituteView:
    holding: UUID
    position: UUID
    title: str
    unit: str
    person: str
    kind: str
    since: datetime
    #: the last day that counts; None: without an end
    last: date | None
    decree: str
    appointed_by: str
    begun: bool


@dataclass(frozen=True, kw_only=True)
class Substitutes(Query):
    """Those who stand in now or later, the next to end first."""

    permission: ClassVar[str] = "operate"

    position: UUID | None = None

    def run(self, context: QueryContext) -> list[SubstituteView]:
        appointer = Person.__table__.alias("appointer")
        statement = (
            select(Holding, Position.title, Unit.name, Person.name, appointer.c.name)
            .join(Position, Position.id == Holding.position_id)
            .join(Unit, Unit.id == Position.unit_id)
            .join(Person, Person.id == Holding.person_id)
            .outerjoin(appointer, appointer.c.id == Holding.appointed_by)
            .where(Holding.kind.in_(("PLH", "PLT")), or_(Holding.valid_to.is_(None), Holding.valid_to > context.now))
            .order_by(Holding.valid_to, Holding.id)
        )
        if self.position is not None:
            statement = statement.where(Holding.position_id == self.position)
        return [
            SubstituteView(
                holding=row.id,
                position=row.position_id,
                title=title,
                unit=unit,
                person=person,
                kind=row.kind,
                since=row.valid_from,
                last=last_day(context, row.valid_to),
                decree=row.decree,
                appointed_by=by or "",
                begun=row.valid_from <= context.now,
            )
            for row, title, unit, person, by in context.session.execute(statement)
        ]


def last_day(context: QueryContext, until: datetime | None) -> date | None:
    return (until - timedelta(microseconds=1)).astimezone(context.platform.zone).date() if until else None
