"""Stores a bill with the bank's codes, once for each id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from casework.notices.new_notices import add_notices
from casework.payments.tables import Bill
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance


@dataclass(frozen=True, kw_only=True)
class CreateBill(Command):
    """`bill` is its id, which the diagram waits for. Raises NotFound."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    instance: UUID
    bill: UUID
    description: str
    amount: Decimal
    va: str
    qris: str
    expires_at: datetime

    def payload(self) -> dict[str, Any]:
        return {"instance": self.instance, "bill": self.bill, "amount": self.amount}

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.instance)
        if context.session.get(Bill, self.bill) is None:
            bill = Bill(
                id=self.bill,
                instance_id=instance.root_id,
                description=self.description,
                amount=self.amount,
                va=self.va,
                qris=self.qris,
                status="OPEN",
                created_at=context.now,
                expires_at=self.expires_at,
            )
            context.session.add(bill)
            add_notices(context, instance, "bill", str(self.bill), {"bill": str(self.bill)})
            context.audit(instance)
        return {"bill": str(self.bill)}
