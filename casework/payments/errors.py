"""Refusals of payments."""

from __future__ import annotations

from engine.model.errors import CommandRefused


class BankAway(CommandRefused):
    """Expected the bank to answer, but it does not; nothing was changed."""

    code = "BANK_AWAY"
