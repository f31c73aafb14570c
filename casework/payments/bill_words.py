"""Writes the words of a notice about a bill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from casework.notices.wording import Words, long_date_time
from casework.payments.tables import Bill
from engine.core.context import QueryContext


def bill_words(context: QueryContext, about: Mapping[str, Any]) -> Words:
    """Returns None for a bill that is paid or expired."""
    bill = context.session.get(Bill, UUID(about["bill"]))
    if bill is None or bill.status != "OPEN":
        return None
    until = long_date_time(bill.expires_at.astimezone(context.platform.zone))
    return f"ada tagihan, bayar sebelum {until}", f"ada tagihan. Bayar sebelum {until}; caranya ada di halaman lacak."
