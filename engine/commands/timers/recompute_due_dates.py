"""Recomputes the due dates of one case, after the working calendar has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance, take_turn
from engine.model.stimuli import CalendarChanged


@dataclass(frozen=True, kw_only=True)
class RecomputeDueDates(Command):
    """Raises InvalidState where the case has ended."""

    permission: ClassVar[str] = "system"
    stored_name: ClassVar[str] = "FollowCalendar"
    repeatable: ClassVar[bool] = True

    instance: UUID

    def run(self, context: CommandContext) -> Answer:
        take_turn(context, lock_instance(context, self.instance), CalendarChanged(id=str(context.new_id())))
        return {}
