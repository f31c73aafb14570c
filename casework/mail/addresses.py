"""Reads e-mail addresses as the platform compares them."""

from __future__ import annotations

import re

LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z0-9-]{2,63}")


def read_address(text: str) -> str | None:
    """Returns an address in lower case, without what follows a + in its name; None where it is none."""
    address = text.strip().strip("<>").lower()
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        return None
    name, _at, domain = address.partition("@")
    return f"{name.partition('+')[0] or name}@{domain}"
