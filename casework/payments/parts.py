"""The parts of payments, which the composition root gives."""

from __future__ import annotations

from dataclasses import dataclass

from casework.payments.ports import PaymentGateway


@dataclass(frozen=True, kw_only=True)
class PaymentParts:
    payments: PaymentGateway
