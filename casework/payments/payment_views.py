"""Shows payments of a case to whoever paid them: what fitted, what did not, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from casework.payments.refunds import BOOKED, COUNTED, PayerAccount, mask_account, open_account, partial_payments
from casework.payments.tables import BankMessage, Bill, Refund
from engine.core.context import QueryContext


@dataclass(frozen=True, kw_only=True)
class PaymentView:
    """`kind`: paid, part (counted with a later one), short, over, double, late."""

    reference: str
    amount: Decimal
    paid_at: datetime
    kind: str
    #: of a short one: what is missing with all parts together, and whether paying it now completes the bill
    missing: Decimal
    completable: bool
    #: what goes back, or has gone back; None: nothing
    refund: Decimal | None
    #: masked; None: not told yet
    account: PayerAccount | None
    refunded_at: datetime | None
    transfer: str
    #: whether a treasurer has settled it in another way
    settled_at: datetime | None


def payments_of(context: QueryContext, bill: Bill) -> list[PaymentView]:
    """Returns the payments of a bill, the newest first."""
    rows = context.session.execute(
        select(BankMessage, Refund)
        .outerjoin(Refund, Refund.reference == BankMessage.reference)
        .where(BankMessage.bill_id == bill.id)
        .order_by(BankMessage.paid_at.desc(), BankMessage.reference)
    ).all()
    parts = partial_payments(context.session, bill) if bill.status == "OPEN" else []
    counting = {part.reference for part in parts}
    missing = bill.amount - sum((part.amount for part in parts), Decimal(0))
    return [_view(context, bill, message, refund, counting, missing) for message, refund in rows]


def kind_of(message: BankMessage, bill: Bill) -> str:
    if message.verdict in BOOKED:
        return "part" if message.verdict == COUNTED else "paid"
    if message.verdict == "WRONG_AMOUNT":
        return "short" if message.amount < bill.amount else "over"
    return message.verdict.lower()


def _view(
    context: QueryContext, bill: Bill, message: BankMessage, refund: Refund | None, counting: set[str], missing: Decimal
) -> PaymentView:
    account = open_account(context.platform.vault, refund.account) if refund else None
    back = refund.amount if refund else None
    if refund is None and message.verdict not in BOOKED and message.settled_at is None:
        back = message.amount
    return PaymentView(
        reference=message.reference,
        amount=message.amount,
        paid_at=message.paid_at,
        kind=kind_of(message, bill),
        missing=missing,
        completable=message.reference in counting and missing > 0,
        refund=back,
        account=mask_account(account) if account else None,
        refunded_at=refund.paid_at if refund else None,
        transfer=refund.transfer if refund else "",
        settled_at=message.settled_at,
    )


def payment_of_notice(context: QueryContext, reference: str) -> tuple[UUID, PaymentView] | None:
    message = context.session.get(BankMessage, reference)
    bill = context.session.get(Bill, message.bill_id) if message and message.bill_id else None
    if bill is None:
        return None
    return bill.id, next(view for view in payments_of(context, bill) if view.reference == reference)
