"""Lists payments without a matching bill, and payments missing on the bank's statement, until somebody settles them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import or_, select

from casework.payments.tables import BankMessage, Bill, Reconciliation
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import ProcessInstance

#: days that what was settled is shown, and that comparisons are looked at
SHOWN_FOR = timedelta(days=30)
#: a payment that we were told of and the bank does not have
MISSING = "MISSING"


@dataclass(frozen=True, kw_only=True)
class UnbookedPayment:
    reference: str
    va: str
    amount: Decimal
    paid_at: datetime
    #: DOUBLE, LATE, WRONG_AMOUNT, UNKNOWN or MISSING
    verdict: str
    #: the case's public number and the bill's amount and purpose; empty for an unknown account
    number: str
    billed: Decimal | None
    description: str
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
            select(BankMessage, Bill, ProcessInstance.business_key, Person.name)
            .outerjoin(Bill, Bill.id == BankMessage.bill_id)
            .outerjoin(ProcessInstance, ProcessInstance.id == Bill.instance_id)
            .outerjoin(Person, Person.id == BankMessage.settled_by)
            .where(or_(BankMessage.verdict != "BOOKED", BankMessage.reference.in_(missing)))
            .where(or_(BankMessage.settled_at.is_(None), BankMessage.settled_at >= context.now - SHOWN_FOR))
            .order_by(BankMessage.paid_at, BankMessage.reference)
        )
        rows = [_row(*found) for found in context.session.execute(statement)]
        settled = sorted((row for row in rows if row.settled_at), key=lambda row: row.settled_at or context.now, reverse=True)
        return UnbookedPaymentsView(
            open=[row for row in rows if row.settled_at is None], settled=settled, compared=days[-1] if days else None
        )


def _row(message: BankMessage, bill: Bill | None, number: str | None, settled_by: str | None) -> UnbookedPayment:
    return UnbookedPayment(
        reference=message.reference,
        va=message.va,
        amount=message.amount,
        paid_at=message.paid_at,
        verdict=MISSING if message.verdict == "BOOKED" else message.verdict,
        number=number or "",
        billed=bill.amount if bill else None,
        description=bill.description if bill else "",
        settled_at=message.settled_at,
        settled_by=settled_by or "",
        note=message.settled_note or "",
    )
