"""Fires a timer that is due. The state that is loaded under the instance's lock decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import bindparam, select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import take_turn
from engine.model.stimuli import TimerTriggered
from engine.persistence.tables.instances import ProcessInstance, Timer

_LOCKED = (
    select(ProcessInstance, Timer.due_at)
    .join(Timer, Timer.instance_id == ProcessInstance.id)
    .where(Timer.id == bindparam("timer"))
    .with_for_update(of=[ProcessInstance, Timer], skip_locked=True)
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, kw_only=True)
class TriggerTimer(Command):
    """Does nothing where the timer is gone, or somebody is at work on its case. Raises InvalidState where it is not due."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    timer: UUID

    def run(self, context: CommandContext) -> Answer:
        found = context.session.execute(_LOCKED, {"timer": self.timer}).first()
        if found is None:
            return {}
        instance, due = found
        context.platform.telemetry.fired(context.now - due)
        take_turn(context, instance, TimerTriggered(id=str(context.new_id()), token=str(self.timer), due_at=due.isoformat()))
        return {"instance": str(instance.id)}
