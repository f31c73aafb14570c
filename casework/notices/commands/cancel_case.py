"""Stops a case for good, with a reason that its history, its applicant and the audit are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.notices.new_notices import add_notices
from casework.notices.stop_case import stop_case
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.instances import ProcessInstance

#: characters of a reason
SHORTEST_REASON, LONGEST_REASON = 10, 500


@dataclass(frozen=True, kw_only=True)
class CancelCase(Command):
    """Cancels the root case of `instance` and all that it called. Raises NotFound, InvalidState (ended, or no fitting reason)."""

    permission: ClassVar[str] = "operate"

    instance: UUID
    reason: str

    def run(self, context: CommandContext) -> Answer:
        found = context.session.get(ProcessInstance, self.instance)
        if found is None:
            raise NotFound("Expected a case, but there is none under this id.")
        case = lock_instance(context, found.root_id)
        reason = " ".join(self.reason.split())
        if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
            raise InvalidState(f"Expected a reason of {SHORTEST_REASON} to {LONGEST_REASON} characters, but it has {len(reason)}.")
        if case.status != "ACTIVE":
            raise InvalidState("Expected a case that goes on, but it has ended.")
        stop_case(context, case, reason)
        add_notices(context, case, "cancelled", str(case.id), {"reason": reason})
        return {"instance": str(case.id)}
