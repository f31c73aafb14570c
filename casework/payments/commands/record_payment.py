"""Records a payment that the bank reports: also a repeated, late or unknown one, or one with another amount."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from casework.notices.new_notices import add_notices
from casework.payments.bill_views import PAID, send_bill_message
from casework.payments.refunds import COUNTED, partial_payments
from casework.payments.tables import BankMessage, Bill
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class RecordPayment(Command):
    """A payment that completes smaller ones of the same bill is BOOKED, and they count with it. One that does not fit is told to its payer.

    Answers the verdict: BOOKED, DOUBLE, LATE, WRONG_AMOUNT, UNKNOWN; for a repeated reference the verdict of the first report."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    reference: str
    va: str
    amount: Decimal
    paid_at: datetime
    source: str = "callback"

    def payload(self) -> dict[str, Any]:
        return {"reference": self.reference, "amount": self.amount}

    def run(self, context: CommandContext) -> Answer:
        session = context.session
        found = session.scalars(select(Bill).where(Bill.va == self.va)).first()
        # the instance first, as every command does; then the bill
        instance = lock_instance(context, found.instance_id) if found else None
        bill = session.get_one(Bill, found.id, with_for_update=True, populate_existing=True) if found else None
        parts = partial_payments(session, bill) if bill and bill.status == "OPEN" else []
        values = {
            "reference": self.reference,
            "va": self.va,
            "amount": self.amount,
            "paid_at": self.paid_at,
            "received_at": context.now,
            "bill_id": bill.id if bill else None,
            "verdict": (verdict := self._verdict(bill, instance, parts)),
            "source": self.source,
        }
        made = insert(BankMessage).values(**values).on_conflict_do_nothing().returning(BankMessage.reference)
        if session.execute(made).first() is None:
            known = session.scalars(select(BankMessage.verdict).where(BankMessage.reference == self.reference)).one()
            return {"verdict": known, "repeated": True}
        if instance is not None and bill is not None:
            if verdict == "BOOKED":
                bill.status, bill.paid_at, bill.bank_reference = "PAID", self.paid_at, self.reference
                for part in parts if self.amount < bill.amount else ():
                    part.verdict = COUNTED
                send_bill_message(context, instance, bill, PAID)
            else:
                add_notices(context, instance, "payment", self.reference, {"payment": self.reference})
            context.audit(instance)
        return {"verdict": verdict, "repeated": False}

    def _verdict(self, bill: Bill | None, instance: ProcessInstance | None, parts: list[BankMessage]) -> str:
        if bill is None or instance is None:
            return "UNKNOWN"
        if bill.status == "PAID":
            return "DOUBLE"
        if bill.status != "OPEN" or instance.status != "ACTIVE":
            return "LATE"
        together = self.amount + sum(part.amount for part in parts)
        return "BOOKED" if bill.amount in (self.amount, together) else "WRONG_AMOUNT"
