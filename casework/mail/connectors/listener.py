"""An address at which mails are received."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Listener:
    """`path`: of a socket; else `host` and `port`. LMTP is for the server before ours alone (RFC 2033)."""

    lmtp: bool
    host: str = ""
    port: int = 0
    path: str = ""
