"""Finds where a position stands: the office that writes its book, and everybody above it up to another position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.assignment import position_named
from engine.identity.position_holders import positions_with_holders
from engine.identity.seats import in_force
from engine.model.errors import NotFound
from engine.persistence.tables.identity import Position, Unit

#: positions above each other, and units inside each other: a chain that loops must not hang a worker
MAX_LEVELS = 20
#: levels below a superior in which its office is looked for
OFFICE_LEVELS = 2


@dataclass(frozen=True, kw_only=True)
class PositionPlace(Query):
    """`position`, `until`: ids or codes; `role`: of whoever keeps the book of an agency.

    Answers `title`, `office` (position, unit, name; None where nobody has that role), and the positions above it that somebody fills, as
    far as `until`, which is not among them: `inside` the agency of the office, and `above` it. Raises NotFound.
    """

    permission: ClassVar[str] = "system"

    position: str
    role: str
    until: str = ""

    def run(self, context: QueryContext) -> dict[str, Any]:
        own = self._position(context, self.position)
        last = self._position(context, self.until) if self.until else None
        line = _line(context, own, last.id if last else None)
        filled = positions_with_holders(context.session, [item.id for item in line], context.now)
        line = [item for item in line if filled[item.id].name]
        office = _office(context, own, self.role)
        inside = _units_of(context, office[1].id) if office else set()
        return {
            "title": own.title,
            "until_role": last.role if last else "",
            "office": {"position": str(office[0].id), "unit": office[1].code, "name": office[1].name} if office else None,
            "inside": [str(item.id) for item in line if item.unit_id in inside],
            "above": [str(item.id) for item in line if item.unit_id not in inside],
        }

    def _position(self, context: QueryContext, name: str) -> Position:
        found = position_named(context.session, name, context.today)
        if found is None:
            raise NotFound(f"Expected the id or the code of a position, but there is none called '{name}'.")
        return found


def _line(context: QueryContext, own: Position, last: UUID | None) -> list[Position]:
    found: list[Position] = []
    current = own
    while current.superior_id and current.superior_id != last and len(found) < MAX_LEVELS:
        current = context.session.get_one(Position, current.superior_id)
        found.append(current)
    return found


def _office(context: QueryContext, own: Position, role: str) -> tuple[Position, Unit] | None:
    """The nearest unit around the position in which somebody has the role; else the nearest office below it, or below those above it."""
    unit: UUID | None = own.unit_id
    for _ in range(MAX_LEVELS):
        if unit is None:
            break
        place = context.session.get_one(Unit, unit)
        if (found := _bearer(context, Position.unit_id == unit, role)) is not None:
            return found, place
        unit = place.parent_id
    for superior in (own, *_line(context, own, None)):
        level = [superior.id]
        for _ in range(OFFICE_LEVELS):
            if (found := _bearer(context, Position.superior_id.in_(level), role)) is not None:
                return found, context.session.get_one(Unit, found.unit_id)
            level = list(context.session.scalars(select(Position.id).where(Position.superior_id.in_(level), in_force(context.today))))
    return None


def _bearer(context: QueryContext, place: Any, role: str) -> Position | None:
    wanted = select(Position).where(place, Position.role == role, in_force(context.today)).order_by(Position.code).limit(1)
    return context.session.scalars(wanted).first()


def _units_of(context: QueryContext, unit: UUID) -> set[UUID]:
    tree = select(Unit.id).where(Unit.id == unit).cte(recursive=True)
    tree = tree.union(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    return set(context.session.scalars(select(tree.c.id)))
