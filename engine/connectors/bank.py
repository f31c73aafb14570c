"""The bank by HTTP: bills get a virtual account and a QRIS code, statements are read; both sides sign what they send (HMAC-SHA256).

The exchange follows the shape of SNAP (Standar Nasional Open API Pembayaran): a timestamp and a keyed hash over it and the body.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from engine.connectors.clock import MachineClock
from engine.model.errors import BankAway
from engine.model.ports import BankPayment, PaymentCodes

PATIENCE = 10
#: how old a signed message may be
FRESH = timedelta(minutes=5)


def signature(key: str, timestamp: str, body: bytes) -> str:
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def signed_by(key: str, timestamp: str, given: str, body: bytes, now: datetime) -> bool:
    """Whether a message comes from who has the key, and is not an old one that somebody sends again."""
    if not key or not hmac.compare_digest(signature(key, timestamp, body).encode(), given.encode()):
        return False
    try:
        return abs(now - datetime.fromisoformat(timestamp)) <= FRESH
    except (ValueError, TypeError):
        return False


class NoBank:
    """Where no bank is set: no bill can be made."""

    def create(self, bill: UUID, *, amount: Decimal, description: str, expires_at: datetime) -> PaymentCodes:
        raise BankAway("Expected a bank, but none is set (ALUR_BANK_URL).")

    def statement(self, day: date) -> Sequence[BankPayment]:
        raise BankAway("Expected a bank, but none is set (ALUR_BANK_URL).")


class HttpBank:
    def __init__(self, address: str, key: str) -> None:
        self._address = address.rstrip("/")
        self._key = key

    def create(self, bill: UUID, *, amount: Decimal, description: str, expires_at: datetime) -> PaymentCodes:
        """Asked again for the same bill, the bank gives the same codes. Raises BankAway."""
        values = {"bill_id": str(bill), "amount": int(amount), "description": description, "expires_at": expires_at.isoformat()}
        found = self._ask("/tagihan", values)
        return PaymentCodes(va=str(found["va"]), qris=str(found["qris"]))

    def statement(self, day: date) -> Sequence[BankPayment]:
        """Raises BankAway."""
        found = self._ask("/mutasi", {"day": day.isoformat()})
        return [read_payment(item) for item in found["payments"]]

    def _ask(self, path: str, values: dict[str, Any]) -> dict[str, Any]:
        body, timestamp = json.dumps(values).encode(), MachineClock().now(None).isoformat()
        headers = {
            "Content-Type": "application/json",
            "X-Timestamp": timestamp,
            "X-Signature": signature(self._key, timestamp, body),
        }
        request = urllib.request.Request(self._address + path, data=body, headers=headers)  # noqa: S310 (an operator's address)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                return dict(json.loads(answer.read(1_000_000)))
        except (OSError, ValueError, urllib.error.HTTPError) as error:
            raise BankAway(f"Expected the bank to answer, but: {error}.") from None


def read_payment(item: Any) -> BankPayment:
    """What a bank says of one payment. Raises ValueError for anything else."""
    try:
        amount = Decimal(str(item["amount"]))
        paid_at = datetime.fromisoformat(str(item["paid_at"]))
        found = BankPayment(reference=str(item["ref"]), va=str(item["va"]), amount=amount, paid_at=paid_at)
    except (KeyError, TypeError, ArithmeticError) as error:
        raise ValueError(f"no payment: {error}") from None
    if not found.reference or not amount.is_finite() or amount != amount.to_integral_value() or amount <= 0 or paid_at.tzinfo is None:
        raise ValueError("no payment: a reference, a whole amount and a time with its zone are needed")
    return found
