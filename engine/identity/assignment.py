"""Resolves the texts of an assignment to positions: an id or code of a position, or `role@unit`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from engine.model.stored_text import name_problem
from engine.persistence.questions import Questions
from engine.persistence.tables.identity import Position, Unit
from engine.persistence.writing_session import BESIDE_ROWS

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


def resolve(session: Session, assignee: str | None, groups: Iterable[str], users: Iterable[str] = (), *, today: date) -> list[Candidate]:
    """Returns the candidates of a task as the organisation is today, following successors. A name that nobody bears gives none."""
    found: list[Candidate] = []
    for name in (*filter(None, (assignee,)), *users):
        position = position_named(session, name, today)
        found += [Candidate(position=position.id)] if position else []
    for group in groups:
        role, _separator, unit_name = group.partition("@")
        unit = unit_named(session, unit_name, today)
        if unit is not None and not name_problem(role):
            found += [Candidate(unit=unit.id, role=name) for name in ALIASES.get(role, (role,))]
    return found


#: built once: to build the question takes longer than the answer
_BY_CODE: dict[type, Any] = {
    table: select(table).where(table.code == bindparam("wanted")).execution_options(**BESIDE_ROWS) for table in (Position, Unit)
}


def position_named(session: Session, name: str, today: date) -> Position | None:
    return _named(session, Position, name, today)


def begin_unit_names(questions: Questions, names: Iterable[str], today: date) -> Callable[[], dict[str, str]]:
    """Asks with other questions for units by id or code; the function that it returns gives the name of each as it is called today."""
    wanted = {name: _uuid(name) for name in names}
    given = [found for found in wanted.values() if found]
    codes = [name for name, found in wanted.items() if not found]
    columns = (Unit.id, Unit.code, Unit.name, Unit.valid_to, Unit.successor_id)
    asked = questions.ask(select(*columns).where(or_(Unit.id.in_(given), Unit.code.in_(codes)))) if wanted else None

    def read() -> dict[str, str]:
        found: dict[str, str] = {}
        for row in asked.rows if asked else ():
            follows = row.valid_to is not None and row.valid_to <= today and row.successor_id is not None
            place = unit_named(questions.session, row.code, today) if follows else row
            found |= {row.code: place.name, str(row.id): place.name} if place else {}
        return found

    return read


def unit_named(session: Session, name: str, today: date) -> Unit | None:
    return _named(session, Unit, name, today)


def _named(session: Session, table: type[Place], name: str, today: date) -> Place | None:
    """Finds a position or unit by id or code, as it is called today."""
    identifier = _uuid(name)
    if identifier:
        found = session.get(table, identifier, execution_options=BESIDE_ROWS)
    else:
        found = session.scalars(_BY_CODE[table], {"wanted": name}).first()
    return found and current_place(session, found, today)


def current_place(session: Session, place: Place, today: date) -> Place:
    """Returns who stands for a position or unit today: the successor from the day of its end on, what it follows until it begins."""
    table = type(place)
    for _ in range(MAX_SUCCESSORS):
        if place.valid_to is not None and place.valid_to <= today and place.successor_id is not None:
            place = session.get_one(table, place.successor_id)
        elif place.valid_from > today:
            # a diagram may name the new unit before its day
            before = session.scalars(select(table).where(table.successor_id == place.id, table.valid_to > today).order_by(table.code))
            if (followed := before.first()) is None:
                break
            place = followed
        else:
            break
    return place


def is_identifier(name: str) -> bool:
    """Whether a name is an id, not a code."""
    return _uuid(name) is not None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
