"""Resolves which person fills a position at a time, with Plt. and Plh. (PP 11/2017: docs/law/organisation.md#plt-and-plh)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from engine.identity.present_actor import actor_in_row, person_now
from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.persistence.tables.identity import Absence, Holding, Person, Position


def valid_at(table: type[Holding] | type[Absence], now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(table.valid_from <= now, or_(table.valid_to.is_(None), table.valid_to > now))


def in_force(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Selects positions that exist on this day. `valid_to` is the first day on which a position does not exist any more."""
    return and_(Position.valid_from <= day, or_(Position.valid_to.is_(None), Position.valid_to > day))


def actor_of(session: Session, person: UUID, now: datetime) -> Actor:
    """Returns the actor for a person with their present seats. Raises NotFound where the person is unknown or disabled."""
    row = person_now(session, person, now)
    if row is None:
        raise NotFound("Expected a person with an account, but there is none.")
    return actor_in_row(row)


def holders(session: Session, positions: Iterable[UUID], now: datetime) -> list[tuple[UUID, Holding, Person]]:
    """Returns everybody who fills these positions now; a Plh. stands before the absent holder."""
    rows = session.execute(
        select(Holding, Person)
        .join(Person, Person.id == Holding.person_id)
        .join(Position, Position.id == Holding.position_id)
        .where(Holding.position_id.in_(list(positions)), valid_at(Holding, now), in_force(now.date()), Person.disabled_at.is_(None))
        .order_by(Holding.kind.desc(), Holding.valid_from)
    ).all()
    covered = {holding.position_id for holding, _person in rows if holding.kind == "PLH"}
    present = [(holding.position_id, holding, person) for holding, person in rows]
    if not covered:
        return present
    people = [person.id for _position, _holding, person in present]
    away = set(session.scalars(select(Absence.person_id).where(Absence.person_id.in_(people), valid_at(Absence, now))))
    return [
        (position, holding, person)
        for position, holding, person in present
        if not (person.id in away and position in covered and holding.kind != "PLH")
    ]
