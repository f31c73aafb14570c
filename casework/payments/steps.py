"""Makes a bill as a step of a diagram, with the codes by which the bank takes its payment."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid5

from casework.payments.commands.create_bill import CreateBill
from casework.payments.errors import BankAway
from casework.payments.parts import PaymentParts
from casework.payments.queries.bill_deadline import BillDeadline
from engine.jobs.step_context import StepContext
from engine.model.actor import SYSTEM
from engine.model.errors import InvalidState
from engine.sdk import described, job_handler


@dataclass(frozen=True, kw_only=True)
class WantedBill:
    """`amount`: whole rupiahs; `expires_at`: a date and time, or a day: then the end of its office hours."""

    amount: Any = described("Jumlah dalam rupiah bulat")
    description: Any = described("Uraian")
    expires_at: Any = described("Batas bayar")


@dataclass(frozen=True, kw_only=True)
class MadeBill:
    bill: str = described("Tagihan")


@job_handler(
    "alur:create-bill",
    label="Buat tagihan",
    summary="Nomor virtual account dan QRIS. Biasanya dipakai lewat proses pembayaran.",
)
def create_bill(context: StepContext, wanted: WantedBill) -> MadeBill:
    engine, lease = context.engine, context.lease
    amount, description = Decimal(str(wanted.amount)), str(wanted.description or "")
    until = wanted.expires_at
    if not amount.is_finite() or amount != amount.to_integral_value() or amount <= 0 or not description or not isinstance(until, str):
        raise InvalidState("Expected the inputs 'amount' (whole rupiahs), 'description' and 'expires_at', but one of them is missing.")
    expires_at, bill = engine.ask(BillDeadline(until=until), actor=SYSTEM), uuid5(lease.job, "bill")
    try:
        codes = engine.platform.part(PaymentParts).payments.create(bill, amount=amount, description=description, expires_at=expires_at)
    except BankAway as away:
        raise ConnectionError(str(away)) from None  # it is tried again, as no refusal is
    command = CreateBill(
        instance=lease.instance, bill=bill, description=description, amount=amount, va=codes.va, qris=codes.qris, expires_at=expires_at
    )
    return MadeBill(**engine.execute(command, actor=SYSTEM))
