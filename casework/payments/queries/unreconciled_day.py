"""Finds the day whose statement is still to be compared: yesterday, once its statement is surely complete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from sqlalchemy import exists, select

from casework.payments.tables import Bill, Reconciliation
from engine.core.context import QueryContext
from engine.core.query import Query

#: the hour from which a bank's day is closed
FROM_HOUR = 2


@dataclass(frozen=True, kw_only=True)
class UnreconciledDay(Query):
    """Answers None where the day was compared, where it is too early, and where no bill was ever made."""

    permission: ClassVar[str] = "system"

    def run(self, context: QueryContext) -> date | None:
        local = context.now.astimezone(context.platform.zone)
        day = local.date() - timedelta(days=1)
        billed = context.session.scalar(select(exists().where(Bill.id.is_not(None))))
        if local.hour < FROM_HOUR or not billed or context.session.get(Reconciliation, day) is not None:
            return None
        return day
