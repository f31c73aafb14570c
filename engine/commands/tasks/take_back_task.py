"""Takes back a task that its receiver has not read yet, where the diagram foresees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instance_state import state_of
from engine.core.tasks.taking_back import may_take_back, message_of
from engine.core.turn import lock_instance, take_turn
from engine.identity.access import visible_instance
from engine.model.errors import InvalidState, NotFound
from engine.model.stimuli import MessageCorrelated
from engine.persistence.tables.instances import MessageSubscription, UserTask


@dataclass(frozen=True, kw_only=True)
class TakeBackTask(Command):
    """Of the position that gave it. The task's boundary event says what follows.

    Raises NotFound, InvalidState where it is done, or was read: then its details say when (`read_at`).
    """

    permission: ClassVar[str] = "person"

    task: UUID

    def run(self, context: CommandContext) -> Answer:
        found = context.session.execute(select(UserTask.instance_id).where(UserTask.id == self.task)).scalar()
        if found is None:
            raise NotFound("Expected a task that you gave, but there is none under this address.")
        visible_instance(context.session, context.actor, found, context.now)
        instance = lock_instance(context, found)
        task = context.session.get_one(UserTask, self.task, populate_existing=True)
        if not may_take_back(context.actor, task, state_of(context, instance).variables):
            raise NotFound("Expected a task that you gave, but there is none under this address.")
        if task.status != "OPEN":
            raise InvalidState("Expected a task that is open, but it is done.")
        if task.read_at is not None:
            raise InvalidState("Expected a task that nobody has read, but it was read.", read_at=task.read_at)
        wait = (MessageSubscription.instance_id == instance.id, MessageSubscription.message == message_of(task))
        subscription = context.session.scalars(select(MessageSubscription).where(*wait)).first()
        if subscription is None:
            raise InvalidState("Expected a case that waits for being taken back, but it does not.")
        take_turn(context, instance, MessageCorrelated(id=str(context.new_id()), token=str(subscription.id), variables={}))
        return {"task": str(self.task)}
