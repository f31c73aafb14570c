"""Asks the bank over HTTP for codes of bills (virtual account, QRIS) and for statements; both sides sign what they send (HMAC-SHA256).

The exchange follows the shape of SNAP (Standar Nasional Open API Pembayaran): a timestamp and a keyed hash over it and the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from casework.payments.errors import BankAway
from casework.payments.ports import BankPayment, PaymentCodes
from engine.connectors.signed_http import ask_signed
from engine.model.stored_text import name_problem
from engine.model.telemetry import NO_TELEMETRY, Telemetry


class NoBank:
    """The bank where none is set: no bill can be made."""

    def create(self, bill: UUID, *, amount: Decimal, description: str, expires_at: datetime) -> PaymentCodes:
        raise BankAway("Expected a bank, but none is set (ALUR_BANK_URL).")

    def statement(self, day: date) -> Sequence[BankPayment]:
        raise BankAway("Expected a bank, but none is set (ALUR_BANK_URL).")


class HttpBank:
    def __init__(self, address: str, key: str, telemetry: Telemetry = NO_TELEMETRY) -> None:
        self._address = address.rstrip("/")
        self._key = key
        self._telemetry = telemetry

    def create(self, bill: UUID, *, amount: Decimal, description: str, expires_at: datetime) -> PaymentCodes:
        """Asks for a bill's codes, the same for the same bill. Raises BankAway."""
        values = {"bill_id": str(bill), "amount": int(amount), "description": description, "expires_at": expires_at.isoformat()}
        found = self._ask("/tagihan", values)
        return PaymentCodes(va=str(found["va"]), qris=str(found["qris"]))

    def statement(self, day: date) -> Sequence[BankPayment]:
        """Reads the statement of a day. Raises BankAway."""
        found = self._ask("/mutasi", {"day": day.isoformat()})
        return [read_payment(item) for item in found["payments"]]

    def _ask(self, path: str, values: dict[str, Any]) -> dict[str, Any]:
        try:
            with self._telemetry.call("bank") as headers:
                return ask_signed(self._address + path, self._key, values, headers=headers)
        except (OSError, ValueError) as error:
            raise BankAway(f"Expected the bank to answer, but: {error}.") from None


def read_payment(item: Any) -> BankPayment:
    """Parses a payment as a bank reports it. Raises ValueError for anything else."""
    try:
        amount = Decimal(str(item["amount"]))
        paid_at = datetime.fromisoformat(str(item["paid_at"]))
        found = BankPayment(reference=str(item["ref"]), va=str(item["va"]), amount=amount, paid_at=paid_at)
    except (KeyError, TypeError, ArithmeticError) as error:
        raise ValueError(f"no payment: {error}") from None
    if not found.reference or not amount.is_finite() or amount != amount.to_integral_value() or amount <= 0 or paid_at.tzinfo is None:
        raise ValueError("no payment: a reference, a whole amount and a time with its zone are needed")
    if problem := name_problem(found.reference) or name_problem(found.va):
        raise ValueError(f"no payment: its reference or account {problem}")
    return found
