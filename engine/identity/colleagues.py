"""Finds who acts today in the positions that candidates name: colleagues among whom a queue is shared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from engine.identity.assignment import Candidate
from engine.identity.receivers import acting_holdings
from engine.persistence.tables.identity import Holding, Person, Position


def people_acting_for(session: Session, candidates: Sequence[Candidate], now: datetime) -> dict[UUID, tuple[str, str]]:
    """Returns person -> (name, title of their position), by their names."""
    named = [candidate.position for candidate in candidates if candidate.position]
    roles = [(candidate.unit, candidate.role) for candidate in candidates if candidate.unit]
    concerned = or_(Position.id.in_(named), tuple_(Position.unit_id, Position.role).in_(roles))
    statement = (
        select(Person.id, Person.name, Position.title)
        .join(Holding, Holding.person_id == Person.id)
        .join(Position, Position.id == Holding.position_id)
        .where(acting_holdings(now, now.date()), concerned)
        .order_by(Person.name.desc(), Position.title.desc())
    )
    found = {row.id: (row.name, row.title) for row in session.execute(statement)}
    return dict(reversed(found.items()))
