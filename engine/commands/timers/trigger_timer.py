"""Fires a timer that is due. Its row is read without a lock; the state that is loaded under the instance's lock decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance, take_turn
from engine.model.stimuli import TimerTriggered
from engine.persistence.tables.instances import Timer


@dataclass(frozen=True, kw_only=True)
class TriggerTimer(Command):
    """Does nothing where the timer is gone. Raises InvalidState where it is not due."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    timer: UUID

    def run(self, context: CommandContext) -> Answer:
        found = context.session.execute(select(Timer.instance_id).where(Timer.id == self.timer)).scalar()
        if found is None:
            return {}
        instance = lock_instance(context, found)
        timer = context.session.get(Timer, self.timer, populate_existing=True)
        if timer is None:
            return {}
        due = timer.due_at
        context.platform.telemetry.fired(context.now - due)
        take_turn(context, instance, TimerTriggered(id=str(context.new_id()), token=str(timer.id), due_at=due.isoformat()))
        return {"instance": str(instance.id)}
