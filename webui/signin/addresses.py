"""The address that somebody types to sign in: an e-mail address or a telephone number; and how a code reaches it."""

from __future__ import annotations

import hashlib
import smtplib

from casework.accounts.addresses import Address
from casework.notices.parts import NoticeParts
from casework.notices.ports import ShortMessage
from engine.model.errors import AddressRefused
from engine.model.ports import Mail
from forms.identifiers import email, phone
from webui.door import engine
from webui.i18n import translate


def read_address(text: str) -> Address | None:
    """None for what is neither."""
    if found := email(text):
        return Address(channel="email", address=found.lower())
    return Address(channel="phone", address=number) if (number := phone(text)) else None


def deliver(address: Address, token: str, code: str) -> bool:
    """Whether the code has left. It is sent here, while somebody waits, and stands in no job: nobody else ever reads it."""
    text = translate(
        "Kode masuk Alur: {code}\n\nBerlaku 10 menit. Jangan berikan kepada siapa pun, juga kepada petugas. "
        "Bila Anda tidak meminta kode ini, abaikan saja.",
        code=code,
    )
    key, platform = hashlib.sha256(token.encode()).hexdigest()[:32], engine().platform
    try:
        if address.channel == "email":
            platform.notifier.send(Mail(to=address.address, subject=translate("Kode masuk Alur"), text=text), key=key)
        else:
            platform.part(NoticeParts).messenger.send(ShortMessage(to=address.address, text=text), key=key)
    except (AddressRefused, OSError, smtplib.SMTPException):
        return False
    return True
