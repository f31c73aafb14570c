"""Finds due timers, unlocked, the longest due first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.instances import Timer


class DueTimer(NamedTuple):
    timer: UUID
    instance: UUID


@dataclass(frozen=True, kw_only=True)
class DueTimers(Query):
    permission: ClassVar[str] = "system"

    limit: int

    def run(self, context: QueryContext) -> list[DueTimer]:
        due = select(Timer.id, Timer.instance_id).where(Timer.due_at <= context.now).order_by(Timer.due_at, Timer.id).limit(self.limit)
        return [DueTimer(*row) for row in context.session.execute(due)]
