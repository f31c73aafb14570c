"""The parts of mail, which the composition root gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from engine.core.context import CommandContext

#: of a room that sends mails: marks the one of this key as returned and answers its case; None where it sent none of this key
MarkReturned = Callable[[CommandContext, UUID], UUID | None]


@dataclass(frozen=True, kw_only=True)
class MailParts:
    #: from which the platform itself writes, and to which reports of delivery come
    own_address: str
    #: the name of the server before ours whose word on SPF and DKIM counts; "": nobody's
    trusted: str = ""
    #: of rooms that send mails under keys of their own; all others are sent by jobs
    senders: Sequence[MarkReturned] = ()
