"""Reopens a case whose applicant is not content with its end, where its diagram waits for that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.applications.reopening import reopening_wait
from casework.applications.tables import Application
from casework.records.public_numbers import case_of_pass
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance, take_turn
from engine.model.errors import InvalidState, NotFound
from engine.model.stimuli import MessageCorrelated
from engine.persistence.tables.instances import MessageSubscription

#: characters of a reason
SHORTEST_REASON, LONGEST_REASON = 10, 2000


@dataclass(frozen=True, kw_only=True)
class ReopenCase(Command):
    """With the applicant's pass. The message's variable `reason` tells the diagram why; how often it may happen is the diagram's to say.

    Raises NotFound, InvalidState (the case does not wait to be reopened, or the reason is too short or too long).
    """

    permission: ClassVar[str] = "public"

    case_pass: str
    reason: str

    def payload(self) -> dict[str, object]:
        return {"length": len(self.reason)}

    def run(self, context: CommandContext) -> Answer:
        identifier: UUID = case_of_pass(context.platform.vault, self.case_pass)
        case = lock_instance(context, identifier)
        if context.session.get(Application, identifier) is None:
            raise NotFound("Expected a case that somebody applied for, but nobody did.")
        reason = self.reason.replace("\r\n", "\n").strip()
        if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
            raise InvalidState(f"Expected a reason of {SHORTEST_REASON} to {LONGEST_REASON} characters, but it has {len(reason)}.")
        token = context.session.scalars(select(MessageSubscription.id).where(reopening_wait(identifier))).first()
        if token is None:
            raise InvalidState("Expected a case that can be reopened, but it cannot, or was reopened before.")
        take_turn(context, case, MessageCorrelated(id=str(context.new_id()), token=str(token), variables={"reason": reason}))
        return {"instance": str(case.id)}
