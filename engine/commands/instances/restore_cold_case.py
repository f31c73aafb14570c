"""Brings a case and all that it called back from cold storage, one instance a command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class RestoreColdCase(Command):
    """It stays for so many days. Raises NotFound, InvalidState where it has not ended."""

    permission: ClassVar[str] = "administer"
    repeatable: ClassVar[bool] = True

    instance: UUID
    days: int

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.instance)
        if instance.ended_at is None:
            raise InvalidState("Expected a case that has ended, but it is still active.")
        instance.warm_until = context.now + timedelta(days=self.days)
        context.audit(instance)
        return {"instance": str(instance.id)}
