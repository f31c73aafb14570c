"""Expires an unpaid bill; a later payment is recorded as LATE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.payments.bill_views import EXPIRED, send_bill_message
from casework.payments.tables import Bill
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class ExpireBill(Command):
    """Changes nothing where the bill was paid meanwhile, or is not due. Raises NotFound."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    bill: UUID

    def run(self, context: CommandContext) -> Answer:
        known = context.session.get(Bill, self.bill)
        if known is None:
            raise NotFound("Expected a bill, but there is none under this id.")
        instance = lock_instance(context, known.instance_id)
        bill = context.session.get_one(Bill, self.bill, with_for_update=True, populate_existing=True)
        if bill.status != "OPEN" or bill.expires_at > context.now:
            return {}
        bill.status = "EXPIRED"
        send_bill_message(context, instance, bill, EXPIRED)
        context.audit(instance)
        return {"bill": str(bill.id)}
