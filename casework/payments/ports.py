"""The port of payments: the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class PaymentCodes:
    """The codes with which a bill is paid: a virtual account, and the text of a QRIS code."""

    va: str
    qris: str


@dataclass(frozen=True, kw_only=True)
class BankPayment:
    """A payment as the bank reports it, in whole rupiahs."""

    reference: str
    va: str
    amount: Decimal
    paid_at: datetime


class PaymentGateway(Protocol):
    def create(self, bill: UUID, *, amount: Decimal, description: str, expires_at: datetime) -> PaymentCodes:
        """Returns a bill's codes, the same for the same bill. Raises BankAway."""

    def statement(self, day: date) -> Sequence[BankPayment]:
        """Returns all payments of a day, by the bank's own books. Raises BankAway."""
