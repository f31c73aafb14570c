"""Refusals of mail."""

from __future__ import annotations

from engine.model.errors import CommandRefused, EngineError


class AddressRejected(CommandRefused):
    """Expected an address that is one and is not taken, and a unit that there is; `details["part"]`: address, taken, unit, message."""

    code = "OFFICIAL_ADDRESS_REJECTED"


class MailWaits(EngineError):
    """Expected a process that begins with mails of this address, but none does: the mail is kept and tried again."""

    code = "MAIL_WAITS"
