"""Reads bills for their applicant, and sends a diagram the two messages about a bill's end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from casework.payments.payment_views import PaymentView, payments_of
from casework.payments.tables import Bill
from engine.core.context import CommandContext, QueryContext
from engine.core.job_rows import PUBLISH, platform_job
from engine.persistence.questions import Question
from engine.persistence.tables.instances import ProcessInstance

#: messages; their correlation key is the bill's id. Of one bill only one of them ever comes
PAID, EXPIRED = "alur-bill-paid", "alur-bill-expired"


@dataclass(frozen=True, kw_only=True)
class BillView:
    id: UUID
    description: str
    amount: Decimal
    va: str
    qris: str
    status: str
    since: datetime
    expires_at: datetime
    paid_at: datetime | None
    reference: str
    #: the newest first, with those that did not fit
    payments: Sequence[PaymentView]


def send_bill_message(context: CommandContext, instance: ProcessInstance, bill: Bill, message: str) -> None:
    paid = bill.paid_at.isoformat() if bill.paid_at else None
    variables = {"bill_status": bill.status, "paid_at": paid, "bank_reference": bill.bank_reference}
    values = {"name": message, "correlation_key": str(bill.id), "variables": variables}
    platform_job(context, instance, PUBLISH, key=f"{message} {bill.id}", variables=values)


def bills_of(context: QueryContext, case: UUID) -> list[BillView]:
    """Returns the bills, the newest first. What nobody paid of a case that has ended is no longer to be paid (RecordPayment: LATE)."""
    return begin_bills(context, case, context.session.scalar(select(ProcessInstance.ended_at).where(ProcessInstance.id == case)))()


_BILLS = Question(select(Bill).where(Bill.instance_id == bindparam("of_instance", type_=Uuid())).order_by(Bill.created_at.desc(), Bill.id))


def begin_bills(context: QueryContext, case: UUID, ended_at: datetime | None) -> Callable[[], list[BillView]]:
    """Asks with the context's other questions; the function that it returns reads the answer."""
    asked = context.questions.ask(_BILLS, of_instance=case)
    return lambda: [
        BillView(
            id=row.id,
            description=row.description,
            amount=row.amount,
            va=row.va,
            qris=row.qris,
            status="EXPIRED" if ended_at and row.status == "OPEN" else row.status,
            since=row.created_at,
            expires_at=min(row.expires_at, ended_at or row.expires_at),
            paid_at=row.paid_at,
            reference=row.bank_reference or "",
            payments=payments_of(context, row),
        )
        for row in asked.rows
    ]
