"""The bank's statement of a day against our books: what we did not hear of is booked now, what differs is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import structlog

from engine.commands.record_payment import RecordPayment
from engine.commands.store_reconciliation import StoreReconciliation
from engine.core.engine import Engine
from engine.model.actor import SYSTEM

log = structlog.get_logger()


def reconcile(engine: Engine, day: date) -> dict[str, Any]:
    """The result, as it is kept. Raises BankAway."""
    stated = engine.platform.payments.statement(day)
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
