"""The port of notices, beside mail: a gateway to telephones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class ShortMessage:
    """A message to a phone; `to` as +62…"""

    to: str
    text: str


class Messenger(Protocol):
    """A gateway to WhatsApp or SMS."""

    def send(self, message: ShortMessage, *, key: str) -> None:
        """Sends a message, once for each key. Raises OSError where the gateway does not answer."""
