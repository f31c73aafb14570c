"""Finds cases whose legal clock warns or ends now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import and_, or_, select

from casework.legal_clock.tables import LegalClock
from engine.core.context import QueryContext
from engine.core.query import Query

#: clocks in one round
LIMIT = 500


@dataclass(frozen=True, kw_only=True)
class DueClocks(Query):
    permission: ClassVar[str] = "system"

    def run(self, context: QueryContext) -> list[UUID]:
        warns = and_(LegalClock.warned_at.is_(None), LegalClock.warn_at <= context.now)
        ends = and_(LegalClock.passed_at.is_(None), LegalClock.due_at <= context.now)
        statement = select(LegalClock.instance_id).where(LegalClock.stopped_at.is_(None), or_(warns, ends))
        return list(context.session.scalars(statement.limit(LIMIT)))
