"""Finds open bills that have expired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.payments.tables import Bill
from engine.core.context import QueryContext
from engine.core.query import Query

#: bills in one round of the clock
LIMIT = 500


@dataclass(frozen=True, kw_only=True)
class DueBills(Query):
    permission: ClassVar[str] = "system"

    def run(self, context: QueryContext) -> list[UUID]:
        statement = select(Bill.id).where(Bill.status == "OPEN", Bill.expires_at <= context.now)
        return list(context.session.scalars(statement.limit(LIMIT)))
