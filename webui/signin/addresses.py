"""Parses the address that somebody types to sign in, an e-mail address or a telephone number, and delivers a code to it."""

from __future__ import annotations

from datetime import datetime

from limits import parse_many

from casework.accounts.addresses import Address
from casework.notices.deliver_code import deliver_code
from forms.contact import mailbox_of
from forms.identifiers import email, mobile
from webui.door import engine
from webui.guesses import object_key
from webui.i18n import time_of_day, translate
from webui.limits import counters, sender, take

#: codes for one address that one sender may ask for
CODES_FOR_ONE = parse_many("10 per hour")


def read_address(text: str) -> Address | None:
    """Returns the address; None for any other text."""
    if found := email(text):
        return Address(channel="email", address=found)
    # codes go to numbers of Indonesia only: strangers could let them ring at dear numbers abroad
    return Address(channel="phone", address=number) if (number := mobile(text)) and number.startswith("+62") else None


def count_request_of_code(address: Address) -> str:
    """Counts that the sender asks for a code to this address; returns its name for `guess`, in which nobody reads it. Raises TooMany."""
    named = object_key("code", f"{address.channel} {mailbox_of(address.address)}")
    take(CODES_FOR_ONE, counters().key("codes", named, sender()))
    return named


def deliver(address: Address, token: str, code: str, until: datetime) -> bool:
    """Sends the code in the reader's language, and returns whether it was sent."""
    text = translate(
        "Kode masuk Alur: {code}\n\nBerlaku sampai pukul {clock}. Jangan berikan kepada siapa pun, juga kepada petugas. "
        "Bila Anda tidak meminta kode ini, abaikan saja.",
        code=code,
        clock=time_of_day(until),
    )
    return deliver_code(engine(), address, token=token, subject=translate("Kode masuk Alur"), text=text)
