"""Finds groups that can get a task, by everyday words: roles of units that are filled today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import and_, func, or_, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.patterns import containing
from engine.persistence.tables.identity import Position, Unit

MAX_GROUPS = 20


@dataclass(frozen=True, kw_only=True)
class GroupView:
    #: role@unit, as an assignment names it
    group: str
    role: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class FindGroups(Query):
    """Finds groups in which each word stands: in the role, a position's title, or the unit's name or code."""

    permission: ClassVar[str] = "design"

    text: str

    def run(self, context: QueryContext) -> list[GroupView]:
        words = self.text.replace("@", " ").split()[:6]
        matching = [
            or_(*(column.ilike(containing(word)) for column in (Position.role, Position.title, Unit.name, Unit.code))) for word in words
        ]
        today = context.now.date()
        statement = (
            select(Position.role, Unit.code, Unit.name)
            .join(Unit, Unit.id == Position.unit_id)
            .where(or_(Position.valid_to.is_(None), Position.valid_to > today), and_(True, *matching))
            .group_by(Position.role, Unit.code, Unit.name)
            .order_by(func.length(Unit.code), Unit.code, Position.role)
            .limit(MAX_GROUPS)
        )
        return [GroupView(group=f"{role}@{code}", role=role, unit=name) for role, code, name in context.session.execute(statement)]
