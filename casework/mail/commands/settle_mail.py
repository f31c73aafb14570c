"""Settles a mail that begins no case: nobody wrote it, or it is set aside with the reason for operators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.mail.reasons import RECEIVED
from casework.mail.tables import ReceivedMail
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class SettleMail(Command):
    """`status`: AUTOMATIC or SET_ASIDE; `sender`, `subject`: as far as they could be read."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    mail: UUID
    status: str
    reason: str
    sender: str = ""
    subject: str = ""

    def run(self, context: CommandContext) -> Answer:
        mail = context.session.get(ReceivedMail, self.mail, with_for_update=True)
        if mail is not None and mail.status == RECEIVED:
            mail.status, mail.reason, mail.sender, mail.subject = self.status, self.reason, self.sender, self.subject
            mail.handled_at = context.now
        return {}
