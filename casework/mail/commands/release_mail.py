"""Has a mail dealt with again: one that waits is tried at once, one that was taken for nobody's is delivered all the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.mail.reasons import MAILS, RECEIVED, RELEASABLE
from casework.mail.tables import ReceivedMail
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState, NotFound


@dataclass(frozen=True, kw_only=True)
class ReleaseMail(Command):
    """Raises NotFound, InvalidState for a mail that is delivered, hostile, or no longer kept."""

    permission: ClassVar[str] = "operate"

    mail: UUID

    def run(self, context: CommandContext) -> Answer:
        row = context.session.get(ReceivedMail, self.mail, with_for_update=True)
        if row is None:
            raise NotFound("Expected a received mail, but there is none under this id.")
        if row.status != RECEIVED:
            if row.reason not in RELEASABLE or row.content_id is None or row.address_id is None:
                raise InvalidState("Expected a mail that may be delivered, but this one may not.")
            row.status, row.released_by, row.handled_at = RECEIVED, context.actor.person, None
        row.due_at = context.now
        context.new_jobs.append((MAILS, row.id))
        context.audit_platform()
        return {}
