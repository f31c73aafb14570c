"""Sends a message about a case: an applicant to those who work on it, an officer to the applicant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, select, update

from casework.applications.tables import Application
from casework.notices.message_receivers import last_position, step_is_open, unanswered_of
from casework.notices.new_notices import MAIL_CASE_MESSAGE, add_notices
from casework.notices.tables import CaseMessage
from casework.records.public_numbers import case_of_pass
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.job_rows import platform_job
from engine.core.turn import lock_instance
from engine.identity.access import visible_instance
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.instances import ProcessInstance

MAX_LENGTH = 2000
#: messages of an applicant on one case in a day
MOST_A_DAY = 20


@dataclass(frozen=True, kw_only=True)
class WriteMessage(Command):
    """With a pass, as the applicant; without one, as an officer who may see the case `instance`. Raises NotFound, InvalidState."""

    permission: ClassVar[str] = "public"

    text: str
    case_pass: str = ""
    instance: UUID | None = None

    def payload(self) -> dict[str, object]:
        return {"instance": self.instance, "length": len(self.text)}

    def run(self, context: CommandContext) -> Answer:
        case = lock_instance(context, self._case(context))
        if context.session.get(Application, case.id) is None:
            raise NotFound("Expected a case that somebody applied for, but nobody did.")
        # browsers count a new line as one sign, and send two
        text = self.text.replace("\r\n", "\n").strip()
        if not 1 <= len(text) <= MAX_LENGTH:
            raise InvalidState(f"Expected 1 to {MAX_LENGTH} characters, but got {len(text)}.")
        officer = not self.case_pass
        if not officer and self._written_today(context, case.id) >= MOST_A_DAY:
            raise InvalidState(f"Expected at most {MOST_A_DAY} messages a day, but there are as many already.")
        message = CaseMessage(
            id=context.new_id(),
            instance_id=case.id,
            person_id=context.actor.person if officer else None,
            position_id=context.actor.seats[0].position if officer else None,
            text=text,
            written_at=context.now,
        )
        if not officer and not step_is_open(context, case.id):
            receiver = last_position(context, case.id)
            message.to_position_id = receiver.id if receiver else None
        context.session.add(message)
        if officer:
            context.session.execute(update(CaseMessage).where(unanswered_of(case.id)).values(answered_at=context.now))
            add_notices(context, case, "message", str(message.id), {})
        else:
            platform_job(context, case, MAIL_CASE_MESSAGE, key=str(message.id), variables={})
        context.audit(case)
        return {"message": str(message.id)}

    def _case(self, context: CommandContext) -> UUID:
        if self.case_pass:
            return case_of_pass(context.platform.vault, self.case_pass)
        if self.instance is None or not context.actor.seats:
            raise NotFound("Expected a case that you may see, but there is none under this address.")
        seen: ProcessInstance = visible_instance(context.session, context.actor, self.instance, context.now)
        return seen.root_id

    def _written_today(self, context: CommandContext, case: UUID) -> int:
        since = context.now - timedelta(days=1)
        mine = (CaseMessage.instance_id == case, CaseMessage.person_id.is_(None), CaseMessage.written_at > since)
        return context.session.execute(select(func.count()).select_from(CaseMessage).where(*mine)).scalar_one()
