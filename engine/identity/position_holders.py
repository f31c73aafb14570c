"""Reads positions with their present holders, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.identity.seats import holders
from engine.model.actor import title_in_seat
from engine.persistence.tables.identity import Holding, Person, Position


@dataclass(frozen=True, kw_only=True)
class PositionWithHolder:
    """A position and the person who fills it now; `name` is empty where it is vacant."""

    position: UUID
    title: str
    name: str
    kind: str

    @property
    def titled(self) -> str:
        return title_in_seat(self.title, self.kind)


def positions_with_holders(session: Session, positions: Iterable[UUID], now: datetime) -> dict[UUID, PositionWithHolder]:
    wanted = list(positions)
    if not wanted:
        return {}
    filled: dict[UUID, tuple[str, str]] = {}
    for position, holding, person in holders(session, wanted, now):
        filled.setdefault(position, (person.name, holding.kind))
    found = {}
    for row in session.scalars(select(Position).where(Position.id.in_(wanted))):
        name, kind = filled.get(row.id, ("", ""))
        found[row.id] = PositionWithHolder(position=row.id, title=row.title, name=name, kind=kind)
    return found


def person_in_seat(session: Session, person: UUID | None, position: UUID | None, at: datetime) -> tuple[str, str]:
    """Returns the name and the title with which somebody signed at that time; empty where they are not known any more."""
    during = (Holding.valid_from <= at, or_(Holding.valid_to.is_(None), Holding.valid_to > at))
    kind = (
        select(Holding.kind)
        .where(Holding.person_id == person, Holding.position_id == position, *during)
        .order_by(Holding.kind.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = select(Person.name, Position.title, kind.label("kind")).select_from(Person).outerjoin(Position, Position.id == position)
    row = session.execute(statement.where(Person.id == person)).first()
    if row is None:
        return "", ""
    return row.name, title_in_seat(row.title, row.kind or "") if row.title else ""
