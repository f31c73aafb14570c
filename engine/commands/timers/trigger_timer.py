"""Fires a timer that is due. The state that is loaded under the instance's lock decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import bindparam, select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import take_turn
from engine.model.actor import Actor
from engine.model.stimuli import TimerTriggered
from engine.persistence.base import table_of
from engine.persistence.prepared import Prepared, Question
from engine.persistence.stored_objects import adopt
from engine.persistence.tables.instances import ProcessInstance, Timer

_INSTANCE, _TIMER = table_of(ProcessInstance), table_of(Timer)
_OF_INSTANCE = _INSTANCE.c.keys()
_LOCKED = Prepared(
    select(*_INSTANCE.c, _TIMER.c.due_at)
    .join(Timer, Timer.instance_id == ProcessInstance.id)
    .where(Timer.id == bindparam("wanted"))
    .with_for_update(of=[_INSTANCE, _TIMER], skip_locked=True)
)


@dataclass(frozen=True, kw_only=True)
class TriggerTimer(Command):
    """Does nothing where the timer is gone, or somebody is at work on its case. Raises InvalidState where it is not due."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    timer: UUID

    def opening(self, actor: Actor, now: datetime | None) -> Sequence[Question]:
        return ((_LOCKED, {"wanted": self.timer}),)

    def run(self, context: CommandContext) -> Answer:
        (found,) = context.opened
        if not found:
            return {}
        *row, due = found[0]
        instance = adopt(context.session, ProcessInstance, dict(zip(_OF_INSTANCE, row, strict=True)))
        context.platform.telemetry.fired(context.now - due)
        take_turn(context, instance, TimerTriggered(id=str(context.new_id()), token=str(self.timer), due_at=due.isoformat()))
        return {"instance": str(instance.id)}
