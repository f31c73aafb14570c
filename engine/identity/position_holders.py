"""Reads positions with their present holders, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.identity.seats import holders
from engine.model.actor import title_in_seat
from engine.persistence.tables.identity import Position


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
