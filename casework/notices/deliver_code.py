"""Sends a sign-in code at once, while somebody waits for it. It stands in no job and no table of notices: nobody else ever reads it."""

from __future__ import annotations

import hashlib
import smtplib

from casework.accounts.addresses import Address
from casework.notices.parts import NoticeParts
from casework.notices.ports import ShortMessage
from engine.core.engine import Engine
from engine.model.errors import AddressRefused
from engine.model.ports import Mail


def deliver_code(engine: Engine, address: Address, *, token: str, subject: str, text: str) -> bool:
    """Returns whether the code was sent. No transaction is open meanwhile; the token is the key by which a gateway sends it once."""
    key, platform = hashlib.sha256(token.encode()).hexdigest()[:32], engine.platform
    try:
        if address.channel == "email":
            platform.notifier.send(Mail(to=address.address, subject=subject, text=text), key=key)
        else:
            platform.part(NoticeParts).messenger.send(ShortMessage(to=address.address, text=text), key=key)
    except (AddressRefused, OSError, smtplib.SMTPException):
        return False
    return True
