"""Compares the bank's statement of a day with our bills: books missed payments, and reports differences."""

from __future__ import annotations

from datetime import date
from typing import Any

import structlog

from casework.payments.commands.record_payment import RecordPayment
from casework.payments.commands.store_reconciliation import StoreReconciliation
from casework.payments.errors import BankAway
from casework.payments.parts import PaymentParts
from casework.payments.queries.unreconciled_day import UnreconciledDay
from engine.core.engine import Engine
from engine.model.actor import SYSTEM

log = structlog.get_logger()


def reconcile(engine: Engine, day: date) -> dict[str, Any]:
    """Returns the result as it is stored. Raises BankAway."""
    stated = engine.platform.part(PaymentParts).payments.statement(day)
    new = []
    for item in stated:
        command = RecordPayment(reference=item.reference, va=item.va, amount=item.amount, paid_at=item.paid_at, source="statement")
        if not engine.execute(command, actor=SYSTEM)["repeated"]:
            new.append(item.reference)
    references = [item.reference for item in stated]
    result = engine.execute(StoreReconciliation(day=day, stated=references, booked_now=new), actor=SYSTEM)
    if result["missing_at_bank"] or result["to_be_looked_after"]:
        log.error("the bank's statement and our books differ", day=day.isoformat(), missing=len(result["missing_at_bank"]))
    return result


def reconcile_yesterday(engine: Engine) -> None:
    """Reconciles the oldest open day; a bank that does not answer is asked again in the next round."""
    day = engine.ask(UnreconciledDay(), actor=SYSTEM)
    if day is None:
        return
    try:
        reconcile(engine, day)
    except BankAway as away:
        log.warning("the bank's statement did not come", day=day.isoformat(), reason=str(away))
