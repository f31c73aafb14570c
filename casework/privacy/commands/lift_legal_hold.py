"""Lifts the hold of a case; its retention goes on as if it had not been."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.privacy.holds import standing_hold
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class LiftLegalHold(Command):
    """Raises NotFound, InvalidState (no reason, not held)."""

    permission: ClassVar[str] = "administer"

    case: UUID
    reason: str

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.case)
        hold = standing_hold(context, instance.root_id)
        if hold is None or not self.reason.strip():
            raise InvalidState("Expected a case that is held, and the reason for lifting it, but one of them is missing.")
        hold.lifted_at, hold.lifted_by, hold.lifted_because = context.now, context.actor.person, self.reason.strip()[:500]
        context.audit(instance)
        return {"hold": str(hold.id)}
