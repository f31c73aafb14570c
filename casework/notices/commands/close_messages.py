"""Notes that the messages of an applicant need no answer, or were answered elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import update

from casework.notices.message_receivers import unanswered_of
from casework.notices.tables import CaseMessage
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.identity.access import visible_instance
from engine.model.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class CloseMessages(Command):
    """For an officer who may see the case. Raises NotFound."""

    permission: ClassVar[str] = "person"
    repeatable: ClassVar[bool] = True

    instance: UUID

    def run(self, context: CommandContext) -> Answer:
        if not context.actor.seats:
            raise NotFound("Expected a case that you may see, but there is none under this address.")
        case = lock_instance(context, visible_instance(context.session, context.actor, self.instance, context.now).root_id)
        context.position = context.actor.seats[0].position
        context.session.execute(update(CaseMessage).where(unanswered_of(case.id)).values(answered_at=context.now))
        context.audit(case)
        return {}
