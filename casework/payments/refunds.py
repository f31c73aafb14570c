"""What may go back to a payer, and the account that it goes to."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.payments.tables import BankMessage, Bill, Refund
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState, NotFound
from engine.model.ports import Vault
from engine.persistence.tables.instances import ProcessInstance

#: characters of a bank's name, an account's number and its holder's name
LONGEST = 100
#: a payment that was counted towards its bill together with a later one
COUNTED = "PART"
BOOKED = ("BOOKED", COUNTED)


@dataclass(frozen=True, kw_only=True)
class PayerAccount:
    bank: str
    number: str
    holder: str


def seal_account(vault: Vault, account: PayerAccount) -> bytes:
    return vault.seal(json.dumps([account.bank, account.number, account.holder], ensure_ascii=False))


def open_account(vault: Vault, sealed: bytes | None) -> PayerAccount | None:
    if sealed is None:
        return None
    bank, number, holder = json.loads(vault.open(sealed))
    return PayerAccount(bank=bank, number=number, holder=holder)


def mask_account(account: PayerAccount) -> PayerAccount:
    """Returns what is kept once the money is back: the bank and the last four digits."""
    return PayerAccount(bank=account.bank, number="*" * max(0, len(account.number) - 4) + account.number[-4:], holder="")


def partial_payments(session: Session, bill: Bill) -> list[BankMessage]:
    """Returns payments that are too small for their bill, still unsettled, and not asked back: a later one may complete them."""
    asked = select(Refund.reference)
    wanted = (BankMessage.bill_id == bill.id, BankMessage.verdict == "WRONG_AMOUNT", BankMessage.settled_at.is_(None))
    rows = select(BankMessage).where(*wanted, BankMessage.amount < bill.amount, BankMessage.reference.not_in(asked))
    return list(session.scalars(rows.order_by(BankMessage.paid_at, BankMessage.reference)))


def locked_payment(context: CommandContext, reference: str) -> tuple[ProcessInstance, Bill, BankMessage]:
    """Returns a payment with its bill and case, all locked, the case first. Raises NotFound where it belongs to no bill."""
    known = context.session.get(BankMessage, reference)
    bill = context.session.get(Bill, known.bill_id) if known and known.bill_id else None
    if known is None or bill is None:
        raise NotFound("Expected a payment of a bill, but there is none of this reference.")
    instance = lock_instance(context, bill.instance_id)
    bill = context.session.get_one(Bill, bill.id, with_for_update=True, populate_existing=True)
    return instance, bill, context.session.get_one(BankMessage, reference, with_for_update=True, populate_existing=True)


def refund_of(context: CommandContext, payment: BankMessage) -> Refund:
    """Returns the refund of a payment, a new one of its whole amount where there is none. Raises InvalidState where nothing goes back."""
    found = context.session.get(Refund, payment.reference, with_for_update=True)
    if found is None:
        if payment.verdict in BOOKED or payment.settled_at is not None:
            raise InvalidState("Expected a payment that no bill has taken and nobody has settled, but it is booked or settled.")
        found = Refund(reference=payment.reference, amount=payment.amount, created_at=context.now, transfer="")
        context.session.add(found)
    if found.paid_at is not None:
        raise InvalidState("Expected money that is still to go back, but it has gone back already.")
    return found
