"""Names the posts for which something waits: a position's title, or a role in a unit."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.persistence.tables.identity import Position, Unit

#: position, or unit and role
Place = tuple[UUID | None, UUID | None, str | None]


def place_names(context: QueryContext, places: Iterable[Place]) -> dict[Place, str]:
    """Returns a name for each place; empty where nobody was named."""
    wanted = set(places)
    session = context.session
    positions = select(Position.id, Position.title).where(Position.id.in_([place[0] for place in wanted if place[0]]))
    units = select(Unit.id, Unit.name).where(Unit.id.in_([place[1] for place in wanted if place[1]]))
    titles = {row.id: row.title for row in session.execute(positions)}
    names = {row.id: row.name for row in session.execute(units)}
    # a role is named by the post that has it, where the unit has one
    roles = {
        (unit, role): title
        for unit, role, title in session.execute(
            select(Position.unit_id, Position.role, Position.title).where(Position.unit_id.in_(list(names))).order_by(Position.code.desc())
        )
    }
    found: dict[Place, str] = {}
    for position, unit, role in wanted:
        if position:
            found[position, unit, role] = titles.get(position, "")
        elif unit:
            found[position, unit, role] = f"{roles.get((unit, role or ''), role)}, {names.get(unit, '')}"
        else:
            found[position, unit, role] = ""
    return found
