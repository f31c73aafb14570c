"""Books a payment of too much, or one that completes earlier ones, as paying its bill; what is too much goes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casework.payments.bill_views import PAID, send_bill_message
from casework.payments.refunds import COUNTED, locked_payment, partial_payments
from casework.payments.tables import Refund
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class AcceptPayment(Command):
    """Answers what goes back, in whole rupiahs. Raises NotFound, and InvalidState where the bill is not open or the money not enough."""

    permission: ClassVar[str] = "treasury"

    reference: str

    def run(self, context: CommandContext) -> Answer:
        instance, bill, payment = locked_payment(context, self.reference)
        if bill.status != "OPEN" or instance.status != "ACTIVE" or payment.verdict != "WRONG_AMOUNT" or payment.settled_at is not None:
            raise InvalidState("Expected an unsettled payment of an open bill, but it is not so any more.")
        if context.session.get(Refund, self.reference) is not None:
            raise InvalidState("Expected a payment that its payer wants to stay, but they have asked for it back.")
        parts = [part for part in partial_payments(context.session, bill) if part.reference != self.reference]
        excess = payment.amount - bill.amount
        if excess < 0:
            excess += sum(part.amount for part in parts)
        else:
            parts = []
        if excess < 0:
            raise InvalidState("Expected as much money as the bill asks, but it is less.")
        for part in parts:
            part.verdict = COUNTED
        payment.verdict = "BOOKED"
        bill.status, bill.paid_at, bill.bank_reference = "PAID", payment.paid_at, payment.reference
        if excess:
            context.session.add(Refund(reference=self.reference, amount=excess, created_at=context.now, transfer=""))
        send_bill_message(context, instance, bill, PAID)
        context.audit(instance)
        return {"goes_back": int(excess)}
