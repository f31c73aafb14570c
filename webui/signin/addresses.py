"""Parses the address that somebody types to sign in, an e-mail address or a telephone number, and delivers a code to it."""

from __future__ import annotations

from casework.accounts.addresses import Address
from casework.notices.deliver_code import deliver_code
from forms.identifiers import email, mobile
from webui.door import engine
from webui.i18n import translate


def read_address(text: str) -> Address | None:
    """Returns the address; None for any other text."""
    if found := email(text):
        return Address(channel="email", address=found)
    # codes go to numbers of Indonesia only: strangers could let them ring at dear numbers abroad
    return Address(channel="phone", address=number) if (number := mobile(text)) and number.startswith("+62") else None


def deliver(address: Address, token: str, code: str) -> bool:
    """Sends the code in the reader's language, and returns whether it was sent."""
    text = translate(
        "Kode masuk Alur: {code}\n\nBerlaku 10 menit. Jangan berikan kepada siapa pun, juga kepada petugas. "
        "Bila Anda tidak meminta kode ini, abaikan saja.",
        code=code,
    )
    return deliver_code(engine(), address, token=token, subject=translate("Kode masuk Alur"), text=text)
