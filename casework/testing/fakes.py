"""Stand-ins for the ports of casework, which record their calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from casework.notices.ports import ShortMessage
from casework.payments.errors import BankAway
from casework.payments.ports import BankPayment, PaymentCodes
from casework.registries.errors import RegistryAway
from casework.registries.ports import Lookup


class RecordingMessenger:
    def __init__(self) -> None:
        self.messages: dict[str, ShortMessage] = {}

    def send(self, message: ShortMessage, *, key: str) -> None:
        self.messages[key] = message


class FakeBank:
    """Returns codes that are computed from the bill; `paid` is its statement."""

    def __init__(self) -> None:
        self.paid: list[BankPayment] = []
        self.away = False

    def create(self, bill: UUID, *, amount: Decimal, description: str, expires_at: datetime) -> PaymentCodes:
        if self.away:
            raise BankAway
        return PaymentCodes(va=f"8808{bill.int % 10**12:012}", qris=f"QRIS.{bill}.{amount}")

    def statement(self, day: date) -> Sequence[BankPayment]:
        return [payment for payment in self.paid if payment.paid_at.date() == day]


class FakeRegistries:
    """Answers what a test has stored under a registry's name, and keeps each lookup; a registry without an answer is away."""

    def __init__(self) -> None:
        self.answers: dict[str, Mapping[str, Any]] = {}
        self.asked: list[Lookup] = []

    def look_up(self, lookup: Lookup) -> Mapping[str, Any]:
        self.asked.append(lookup)
        if lookup.registry not in self.answers:
            raise RegistryAway
        return self.answers[lookup.registry]
