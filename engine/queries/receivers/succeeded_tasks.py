"""Finds open tasks of positions and units that have ended and name a successor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import or_, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.identity import Position, Unit
from engine.persistence.tables.instances import TaskCandidate, UserTask

#: of one round of the clock
LIMIT = 200


@dataclass(frozen=True, kw_only=True)
class SucceededTasks(Query):
    """Answers their ids, the oldest first."""

    permission: ClassVar[str] = "system"

    def run(self, context: QueryContext) -> list[UUID]:
        positions = select(Position.id).where(Position.valid_to <= context.today, Position.successor_id.is_not(None))
        units = select(Unit.id).where(Unit.valid_to <= context.today, Unit.successor_id.is_not(None))
        statement = (
            select(UserTask.id)
            .where(
                UserTask.status == "OPEN",
                UserTask.id.in_(
                    select(TaskCandidate.task_id).where(or_(TaskCandidate.position_id.in_(positions), TaskCandidate.unit_id.in_(units)))
                ),
            )
            .order_by(UserTask.created_at, UserTask.id)
            .limit(LIMIT)
        )
        return list(context.session.scalars(statement))
