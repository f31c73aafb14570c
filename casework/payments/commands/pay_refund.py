"""Records that a treasurer has sent money back, with the number of the transfer; its payer is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casework.notices.new_notices import add_notices
from casework.payments.refunds import locked_payment, mask_account, open_account, refund_of, seal_account
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState

SHORTEST, LONGEST = 4, 100


@dataclass(frozen=True, kw_only=True)
class PayRefund(Command):
    """Of the payer's account the bank and four digits are kept.

    Raises NotFound, and InvalidState where nothing goes back, or it has gone already.
    """

    permission: ClassVar[str] = "treasury"

    reference: str
    transfer: str

    def run(self, context: CommandContext) -> Answer:
        transfer, vault = " ".join(self.transfer.split()), context.platform.vault
        if not SHORTEST <= len(transfer) <= LONGEST:
            raise InvalidState(f"Expected the transfer's number, {SHORTEST} to {LONGEST} characters, but it has {len(transfer)}.")
        instance, _bill, payment = locked_payment(context, self.reference)
        refund = refund_of(context, payment)
        account = open_account(vault, refund.account)
        refund.paid_at, refund.transfer = context.now, transfer
        refund.account = seal_account(vault, mask_account(account)) if account else None
        if payment.settled_at is None:
            payment.settled_at, payment.settled_by, payment.settled_note = context.now, context.actor.person, transfer
        add_notices(context, instance, "payment", f"{self.reference} refund", {"payment": self.reference})
        context.audit(instance)
        return {"reference": self.reference}
