"""Puts off a mail that cannot be dealt with now. It is tried again for ever, with growing pauses: no mail is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.mail.reasons import PAUSES, RECEIVED
from casework.mail.tables import ReceivedMail
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class PostponeMail(Command):
    permission: ClassVar[str] = "system"

    mail: UUID
    reason: str

    def run(self, context: CommandContext) -> Answer:
        mail = context.session.get(ReceivedMail, self.mail, with_for_update=True)
        if mail is not None and mail.status == RECEIVED:
            mail.due_at = context.now + PAUSES[min(mail.attempts, len(PAUSES) - 1)]
            mail.attempts, mail.reason = mail.attempts + 1, self.reason
        return {}
