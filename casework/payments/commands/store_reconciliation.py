"""Stores the differences between a day of the bank's statement and our bills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from casework.payments.refunds import BOOKED
from casework.payments.tables import BankMessage, Reconciliation
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class StoreReconciliation(Command):
    """`stated`: the references on the statement; `booked_now`: those that were unknown before. Replaces an earlier result."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    day: date
    stated: Sequence[str]
    booked_now: Sequence[str]

    def payload(self) -> dict[str, Any]:
        return {"day": self.day.isoformat(), "stated": len(self.stated)}

    def run(self, context: CommandContext) -> Answer:
        zone = context.platform.zone
        begins = datetime.combine(self.day, time.min, zone)
        ours = select(BankMessage).where(BankMessage.paid_at >= begins, BankMessage.paid_at < begins + timedelta(days=1))
        known = {row.reference: row.verdict for row in context.session.scalars(ours)}
        result = {
            "agreed": sorted(name for name in self.stated if known.get(name) in BOOKED and name not in self.booked_now),
            "booked_now": sorted(self.booked_now),
            # we were told of a payment that the bank does not have: nothing is more urgent
            "missing_at_bank": sorted(set(known) - set(self.stated)),
            "to_be_looked_after": sorted(f"{name} {verdict}" for name, verdict in known.items() if verdict not in BOOKED),
        }
        values = {"made_at": context.now, "result": result}
        statement = insert(Reconciliation).values(day=self.day, **values)
        context.session.execute(statement.on_conflict_do_update(index_elements=["day"], set_=values))
        return result
