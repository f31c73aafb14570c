"""Resolves the texts of an assignment to positions: an id or code of a position, or `role@unit`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model.stored_text import name_problem
from engine.persistence.tables.identity import Position, Unit

#: since 2021 many section heads are functional posts with a team leader's duty: a step for one may be done by the other
ALIASES = {"kasi": ("kasi", "ketua_tim"), "ketua_tim": ("kasi", "ketua_tim"), "kasubbag": ("kasubbag", "ketua_tim")}


#: a chain of successors that loops must not hang a turn
MAX_SUCCESSORS = 20
Place = TypeVar("Place", Position, Unit)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    position: UUID | None = None
    unit: UUID | None = None
    role: str | None = None


def resolve(session: Session, assignee: str | None, groups: Iterable[str], users: Iterable[str] = ()) -> list[Candidate]:
    """Returns the candidates of a task, following successors. Names of unfilled positions give no candidate."""
    found: list[Candidate] = []
    for name in (*filter(None, (assignee,)), *users):
        position = position_named(session, name)
        found += [Candidate(position=position.id)] if position else []
    for group in groups:
        role, _separator, unit_name = group.partition("@")
        unit = unit_named(session, unit_name)
        if unit is not None and not name_problem(role):
            found += [Candidate(unit=unit.id, role=name) for name in ALIASES.get(role, (role,))]
    return found


def position_named(session: Session, name: str) -> Position | None:
    return _named(session, Position, name)


def unit_named(session: Session, name: str) -> Unit | None:
    return _named(session, Unit, name)


def _named(session: Session, table: type[Place], name: str) -> Place | None:
    """Finds a position by id or code, then follows the successors of ended ones."""
    identifier = _uuid(name)
    found = session.get(table, identifier) if identifier else session.scalars(select(table).where(table.code == name)).first()
    for _ in range(MAX_SUCCESSORS):
        if found is None or found.valid_to is None or found.successor_id is None:
            break
        found = session.get(table, found.successor_id)
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
