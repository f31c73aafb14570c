"""Stand-ins for the ports, which record what they were asked to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from engine.model.errors import BankAway, RegistryAway
from engine.model.ports import BankPayment, Mail, PaymentCodes, RegistryQuestion, ShortMessage


class FakeClock:
    """Time moves only when a test says so."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def now(self, session: Any) -> datetime:
        return self.moment

    def forward(self, **units: float) -> None:
        self.moment += timedelta(**units)


class RecordingWakeUp:
    def __init__(self) -> None:
        self.rung: list[tuple[str, UUID]] = []

    def ring(self, queue: str, job: UUID) -> None:
        self.rung.append((queue, job))

    def ring_again(self, queue: str, jobs: Sequence[UUID]) -> int:
        self.rung += [(queue, job) for job in jobs]
        return len(jobs)


class RecordingNotifier:
    """Keeps one mail a key, as a server that recognises a repeated Message-ID does; `sent` counts every delivery."""

    def __init__(self) -> None:
        self.mails: dict[str, Mail] = {}
        self.sent = 0

    def send(self, mail: Mail, *, key: str) -> None:
        self.sent += 1
        self.mails[key] = mail


class RecordingMessenger:
    def __init__(self) -> None:
        self.messages: dict[str, ShortMessage] = {}

    def send(self, message: ShortMessage, *, key: str) -> None:
        self.messages[key] = message


class FakeBank:
    """Gives codes that follow from the bill; `paid` is what its statement says."""

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
    """Answers what a test has put under a register's name, and keeps what it was asked; a register without an answer is away."""

    def __init__(self) -> None:
        self.answers: dict[str, Mapping[str, Any]] = {}
        self.asked: list[RegistryQuestion] = []

    def ask(self, question: RegistryQuestion) -> Mapping[str, Any]:
        self.asked.append(question)
        if question.registry not in self.answers:
            raise RegistryAway
        return self.answers[question.registry]
