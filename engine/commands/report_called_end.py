"""Tell a parent instance how its child ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance, take_turn
from engine.model.stimuli import ChildEnded, ErrorThrown, Stimulus

CANCELLED = "CHILD_CANCELLED"


@dataclass(frozen=True, kw_only=True)
class ReportCalledEnd(Command):
    """A cancelled child is the error CHILD_CANCELLED. Raises InvalidState where the parent no longer waits."""

    permission: ClassVar[str] = "system"

    parent: UUID
    token: UUID
    child: UUID
    status: str
    variables: dict[str, Any]
    error_code: str = ""
    error_message: str = ""

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.parent)
        identifier, token = str(context.new_id()), str(self.token)
        stimulus: Stimulus
        if self.status == "COMPLETED":
            stimulus = ChildEnded(id=identifier, token=token, child=str(self.child), variables=self.variables)
        else:
            code = self.error_code if self.status == "FAILED" else CANCELLED
            stimulus = ErrorThrown(id=identifier, token=token, error_code=code, message=self.error_message)
        take_turn(context, instance, stimulus)
        return {}
