"""Lists payments without a matching bill, and payments missing on the bank's statement, until somebody settles them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import or_, select

from casework.payments.refunds import BOOKED, PayerAccount, open_account
from casework.payments.tables import BankMessage, Bill, Reconciliation, Refund
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import ProcessInstance

#: days that what was settled is shown, and that comparisons are looked at
SHOWN_FOR = timedelta(days=30)
#: a payment that we were told of and the bank does not have
MISSING = "MISSING"
#: what a bill was paid too much
EXCESS = "EXCESS"


@dataclass(frozen=True, kw_only=True)
class UnbookedPayment:
    reference: str
    va: str
    amount: Decimal
    paid_at: datetime
    #: DOUBLE, LATE, WRONG_AMOUNT, UNKNOWN, MISSING or EXCESS
    verdict: str
    #: the case's public number and the bill's amount and purpose; empty for an unknown account
    number: str
    billed: Decimal | None
    description: str
    #: what may be done: accept (it pays the bill), refund; and until when its payer may still complete it
    actions: Sequence[str]
    completable_until: datetime | None
    #: what goes back, and to which account
    refund: Decimal | None
    account: PayerAccount | None
    settled_at: datetime | None
    settled_by: str
    note: str


@dataclass(frozen=True, kw_only=True)
class UnbookedPaymentsView:
    open: Sequence[UnbookedPayment]
    settled: Sequence[UnbookedPayment]
    #: the last day that was compared with the bank's statement, and when
    compared: Reconciliation | None


@dataclass(frozen=True, kw_only=True)
class UnbookedPayments(Query):
    """Lists open ones, the oldest first; those settled within thirty days, the newest first."""

    permission: ClassVar[str] = "treasury"

    def run(self, context: QueryContext) -> UnbookedPaymentsView:
        since = (context.now - SHOWN_FOR).date()
        days = context.session.scalars(select(Reconciliation).where(Reconciliation.day >= since).order_by(Reconciliation.day)).all()
        missing = {reference for day in days for reference in day.result.get("missing_at_bank", ())}
        statement = (
            select(BankMessage, Bill, ProcessInstance, Person.name, Refund)
            .outerjoin(Bill, Bill.id == BankMessage.bill_id)
            .outerjoin(ProcessInstance, ProcessInstance.id == Bill.instance_id)
            .outerjoin(Person, Person.id == BankMessage.settled_by)
            .outerjoin(Refund, Refund.reference == BankMessage.reference)
            .where(or_(BankMessage.verdict.not_in(BOOKED), BankMessage.reference.in_(missing), Refund.reference.is_not(None)))
            .where(or_(BankMessage.settled_at.is_(None), BankMessage.settled_at >= context.now - SHOWN_FOR))
            .order_by(BankMessage.paid_at, BankMessage.reference)
        )
        rows = [_row(context, missing, *found) for found in context.session.execute(statement)]
        settled = sorted((row for row in rows if row.settled_at), key=lambda row: row.settled_at or context.now, reverse=True)
        return UnbookedPaymentsView(
            open=[row for row in rows if row.settled_at is None], settled=settled, compared=days[-1] if days else None
        )


def _row(
    context: QueryContext,
    missing: set[str],
    message: BankMessage,
    bill: Bill | None,
    case: ProcessInstance | None,
    settled_by: str | None,
    refund: Refund | None,
) -> UnbookedPayment:
    verdict = MISSING if message.reference in missing else EXCESS if message.verdict in BOOKED else message.verdict
    open_bill = bill is not None and bill.status == "OPEN" and case is not None and case.status == "ACTIVE" and refund is None
    actions = []
    if bill and open_bill and verdict == "WRONG_AMOUNT" and message.amount > bill.amount:
        actions.append("accept")
    if bill and verdict not in (MISSING, "UNKNOWN"):
        actions.append("refund")
    return UnbookedPayment(
        reference=message.reference,
        va=message.va,
        amount=message.amount,
        paid_at=message.paid_at,
        verdict=verdict,
        number=case.business_key or "" if case else "",
        billed=bill.amount if bill else None,
        description=bill.description if bill else "",
        actions=actions,
        completable_until=bill.expires_at if bill and open_bill and "accept" not in actions and verdict == "WRONG_AMOUNT" else None,
        refund=refund.amount if refund else message.amount if "refund" in actions else None,
        account=open_account(context.platform.vault, refund.account) if refund else None,
        settled_at=message.settled_at or (refund.paid_at if refund else None),
        settled_by=settled_by or "",
        note=message.settled_note or "",
    )
