"""Cancels a case, with everything that it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance, take_turn
from engine.model.stimuli import Cancelled


@dataclass(frozen=True, kw_only=True)
class CancelProcessInstance(Command):
    """Cancels a case. Raises NotFound, and InvalidState where the case has ended."""

    permission: ClassVar[str] = "operate"

    instance: UUID
    reason: str

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.instance)
        take_turn(context, instance, Cancelled(id=str(context.new_id()), reason=self.reason))
        return {"instance": str(instance.id)}
