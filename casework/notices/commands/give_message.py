"""Gives the unanswered messages of a case to a position, where nobody can answer them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import insert, update

from casework.notices.message_receivers import MESSAGE, let_answer, unanswered_of
from casework.notices.new_notices import MAIL_CASE_MESSAGE
from casework.notices.tables import CaseMessage
from engine.commands.receivers.give_task import LONGEST_REASON
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.job_rows import platform_job
from engine.core.receivers.findings import close_finding
from engine.core.tasks.reassign_task import MESSAGE_MOVED
from engine.core.turn import lock_instance
from engine.identity.assignment import position_named
from engine.identity.receivers import filled_positions
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.history import HistoryEvent
from engine.persistence.tables.identity import Holding


@dataclass(frozen=True, kw_only=True)
class GiveMessage(Command):
    """`position`: an id or a code. Raises NotFound, InvalidState (nobody acts in this position today, or all is answered)."""

    permission: ClassVar[str] = "operate"

    message: UUID
    position: str
    reason: str = ""

    def run(self, context: CommandContext) -> Answer:
        message = context.session.get(CaseMessage, self.message)
        position = position_named(context.session, self.position, context.today)
        if message is None or position is None:
            raise NotFound("Expected a message and a position, but there is none under this name.")
        case = lock_instance(context, message.instance_id)
        if not context.session.execute(filled_positions(context.now).where(Holding.position_id == position.id).limit(1)).first():
            raise InvalidState("Expected a position in which somebody acts today, but nobody does.")
        given = update(CaseMessage).where(unanswered_of(case.id)).values(to_position_id=position.id).returning(CaseMessage.id)
        messages = context.session.scalars(given).all()
        if not messages:
            raise InvalidState("Expected a message that waits for an answer, but it has one.")
        let_answer(context, case.id, position.id)
        for identifier in messages:
            close_finding(context, MESSAGE, identifier)
        event = {
            "instance_id": case.id,
            "at": context.now,
            "event": MESSAGE_MOVED,
            "element_id": "",
            "token": "",
            "person_id": context.actor.person,
            "position_id": context.position,
            "data": {"to": [str(position.id)], "reason": " ".join(self.reason.split())[:LONGEST_REASON]},
        }
        context.session.execute(insert(HistoryEvent), [event])
        platform_job(context, case, MAIL_CASE_MESSAGE, key=f"{self.message} {position.id}", variables={})
        context.audit(case)
        return {"messages": len(messages)}
