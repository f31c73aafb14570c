"""From the texts of an assignment to positions: an id or code of a position, or `role@unit`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.persistence.tables.identity import Position, Unit

#: since 2021 many section heads are functional posts with a team leader's duty: a step for one may be done by the other
ALIASES = {"kasi": ("kasi", "ketua_tim"), "ketua_tim": ("kasi", "ketua_tim"), "kasubbag": ("kasubbag", "ketua_tim")}


@dataclass(frozen=True, kw_only=True)
class Candidate:
    position: UUID | None = None
    unit: UUID | None = None
    role: str | None = None


def resolve(session: Session, assignee: str | None, groups: Iterable[str]) -> list[Candidate]:
    """The candidates of a task, following successors. Names that nobody bears give no candidate."""
    found: list[Candidate] = []
    if assignee:
        position = position_named(session, assignee)
        found += [Candidate(position=position.id)] if position else []
    for group in groups:
        role, _separator, unit_name = group.partition("@")
        unit = unit_named(session, unit_name)
        if unit is not None:
            found += [Candidate(unit=unit.id, role=name) for name in ALIASES.get(role, (role,))]
    return found


def position_named(session: Session, name: str) -> Position | None:
    identifier = _uuid(name)
    position = session.get(Position, identifier) if identifier else session.scalars(select(Position).where(Position.code == name)).first()
    for _ in range(20):
        if position is None or position.valid_to is None or position.successor_id is None:
            break
        position = session.get(Position, position.successor_id)
    return position


def unit_named(session: Session, name: str) -> Unit | None:
    identifier = _uuid(name)
    unit = session.get(Unit, identifier) if identifier else session.scalars(select(Unit).where(Unit.code == name)).first()
    for _ in range(20):
        if unit is None or unit.valid_to is None or unit.successor_id is None:
            break
        unit = session.get(Unit, unit.successor_id)
    return unit


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
