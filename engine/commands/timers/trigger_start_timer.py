"""Starts an instance at a timer start event that is due, and computes the timer's next firing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid5

from sqlalchemy import select

from engine.bpmn.timers import read_cycle
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.starting import start_by_event
from engine.persistence.tables.definitions import ProcessDefinition
from engine.persistence.tables.instances import StartSubscription


@dataclass(frozen=True, kw_only=True)
class TriggerStartTimer(Command):
    """Does nothing where another process fired the timer. A cycle fires once for a time in which no clock ran."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    start: UUID

    def run(self, context: CommandContext) -> Answer:
        statement = select(StartSubscription).where(StartSubscription.id == self.start).with_for_update(skip_locked=True)
        row = context.session.scalars(statement).first()
        if row is None or row.due_at is None or row.due_at > context.now:
            return {}
        instance = start_by_event(context, row, uuid5(row.id, row.due_at.isoformat()), {})
        due = None
        if row.cycle is not None and row.left != 0:
            zone = context.platform.zone
            # as on the day on which the timer was set: what it is counted from must not move
            set_at = context.session.get_one(ProcessDefinition, row.definition_id).deployed_at.astimezone(zone)
            cycle = read_cycle(row.cycle, {}, set_at, zone, context.time.calendar)
            due = cycle.after(row.due_at, context.now, zone, cycle.start or set_at)
        if due is None:
            context.session.delete(row)
        else:
            row.due_at, row.left = due, None if row.left is None else row.left - 1
        return {"instance": str(instance.id)} if instance is not None else {}
