"""Moves cases that ended long ago to cold storage, in small batches by the clock. Nothing that a person sees of them changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.persistence.cold_storage import move_to_cold

#: instances of one transaction
BATCH = 200


@dataclass(frozen=True, kw_only=True)
class MoveColdCases(Command):
    """Answers {"moved": how many}. Left where they are: what waits for a job or has an open incident, and what another transaction holds.

    A batch that moves something stands in the platform's own audit; the chains of the cases stay as they are.
    """

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    #: since its end
    days: int

    def run(self, context: CommandContext) -> Answer:
        ended_before = context.now - timedelta(days=self.days)
        moved = move_to_cold(context.session, ended_before=ended_before, now=context.now, most=BATCH)
        if moved:
            context.audit_platform()
        return {"moved": moved}
