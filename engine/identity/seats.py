"""Resolves which person fills a position at a time, with Plt. and Plh. (PP 11/2017: docs/law/organisation.md#plt-and-plh)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, or_, select
from sqlalchemy.orm import Session, aliased

from engine.model.actor import Actor, Seat
from engine.model.errors import NotFound
from engine.persistence.tables.identity import Absence, Holding, Person, Position, Unit


def valid_at(table: type[Holding] | type[Absence], now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(table.valid_from <= now, or_(table.valid_to.is_(None), table.valid_to > now))


def in_force(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Selects positions that exist on this day. `valid_to` is the first day on which a position does not exist any more."""
    return and_(Position.valid_from <= day, or_(Position.valid_to.is_(None), Position.valid_to > day))


def actor_of(session: Session, person: UUID, now: datetime) -> Actor:
    """Returns the actor for a person with their present seats. Raises NotFound where the person is unknown or disabled.

    Who is away keeps a seat only while nobody stands in: then the Plh. has it, and it comes back at the end by itself.
    """
    row = session.get(Person, person)
    if row is None or row.disabled_at is not None:
        raise NotFound("Expected a person with an account, but there is none.")
    away = select(Absence.id).where(Absence.person_id == person, valid_at(Absence, now)).exists()
    found = session.execute(
        select(Holding, Position, away)
        .join(Position, Position.id == Holding.position_id)
        .where(Holding.person_id == person, valid_at(Holding, now), in_force(now.date()))
        .order_by(Holding.valid_from, Holding.id)
    ).all()
    held = [(holding, position) for holding, position, _away in found]
    if any(row[2] for row in found):
        positions = [position.id for _holding, position in held]
        covered = set(
            session.scalars(
                select(Holding.position_id).where(
                    Holding.position_id.in_(positions), Holding.kind == "PLH", Holding.person_id != person, valid_at(Holding, now)
                )
            )
        )
        held = [row for row in held if row[1].id not in covered]
    seats = tuple(
        Seat(position=position.id, unit=position.unit_id, role=position.role, title=position.title, kind=holding.kind)
        for holding, position in held
    )
    permissions = frozenset(permission for _holding, position in held for permission in position.permissions)
    oversees, leads = _people_below(session, seats, now.date())
    return Actor(person=person, name=row.name, seats=seats, permissions=permissions, oversees=oversees, leads=leads)


def _people_below(session: Session, seats: tuple[Seat, ...], day: date) -> tuple[frozenset[UUID], bool]:
    """Returns the positions below the seats, as long as they stand in the seat's own unit or one under it; and whether
    there are two levels of them.

    The head of the whole regency oversees nothing by this: what concerns them comes to them.
    """
    if not seats:
        return frozenset(), False
    units = select(Unit.id).where(Unit.id.in_({seat.unit for seat in seats}), Unit.parent_id.is_not(None)).cte("own_units", recursive=True)
    units = units.union(select(Unit.id).join(units, Unit.parent_id == units.c.id))
    own = Position.unit_id.in_(select(units.c.id))
    held = [seat.position for seat in seats]
    below = select(Position.id).where(Position.superior_id.in_(held), own, in_force(day)).cte("below", recursive=True)
    below = below.union(select(Position.id).join(below, Position.superior_id == below.c.id).where(own, in_force(day)))
    first, second = aliased(Position), aliased(Position)
    levels = select(second.id).join(first, second.superior_id == first.id).where(first.superior_id.in_(held), second.id.not_in(held))
    within = (first.valid_to.is_(None) | (first.valid_to > day)) & (second.valid_to.is_(None) | (second.valid_to > day))
    deep = select(levels.where(within).limit(1).subquery().c.id, literal(True).label("deep"))
    rows = session.execute(select(below.c.id, literal(False).label("deep")).union_all(deep)).all()
    return frozenset(row.id for row in rows if not row.deep) - frozenset(held), any(row.deep for row in rows)


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
