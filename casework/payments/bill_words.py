"""Writes the words of a notice about a bill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from casework.notices.wording import NoticeText, Words, fill
from casework.payments.tables import Bill
from engine.core.context import QueryContext
from forms.fields.number import RUPIAH
from forms.printing import Writer
from forms.texts import Text

SUBJECT = Text(id="ada tagihan, bayar sebelum {until}", en="there is a bill, pay before {until}")
TEXT = Text(
    id="ada tagihan {amount}. Bayar sebelum {until}; caranya ada di halaman lacak.",
    en="there is a bill of {amount}. Pay before {until}; the tracking page says how.",
)


def bill_words(context: QueryContext, about: Mapping[str, Any], writer: Writer) -> Words:
    """Returns None for a bill that is paid or expired."""
    bill = context.session.get(Bill, UUID(about["bill"]))
    if bill is None or bill.status != "OPEN":
        return None
    until, amount = writer.moment(bill.expires_at), writer.quantity(bill.amount, RUPIAH)
    return NoticeText(subject=fill(writer, SUBJECT, until=until), text=fill(writer, TEXT, amount=amount, until=until))
