"""The report of time limits: which cases run, when each must be decided, which stand still and which are late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.core.legal_clock import ClockView, clock_view
from engine.core.query import Query
from engine.persistence.tables.clocks import LegalClock
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class ClockRow:
    case: UUID
    process: str
    number: str | None
    clock: ClockView


@dataclass(frozen=True, kw_only=True)
class LegalClocks(Query):
    """Those that run, the most pressing first; what stands comes last."""

    permission: ClassVar[str] = "operate"

    most: int = 1000

    def run(self, context: QueryContext) -> Sequence[ClockRow]:
        statement = (
            select(ProcessInstance.id, ProcessInstance.process_key, ProcessInstance.business_key)
            .join(LegalClock, LegalClock.instance_id == ProcessInstance.id)
            .where(LegalClock.stopped_at.is_(None))
            .order_by(LegalClock.due_at.asc().nulls_last(), ProcessInstance.started_at)
            .limit(self.most)
        )
        rows = context.session.execute(statement).all()
        return [
            ClockRow(case=row.id, process=row.process_key, number=row.business_key, clock=view)
            for row in rows
            if (view := clock_view(context, row.id)) is not None
        ]
