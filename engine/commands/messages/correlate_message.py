"""Correlates a message with the case that waits for it, or buffers it until one does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.starting import awaiting_start, start_by_event
from engine.core.turn import lock_instance, take_turn
from engine.feel.values import to_json
from engine.model.errors import Conflict, CorrelationFailed
from engine.model.stimuli import MessageCorrelated
from engine.model.stored_text import refuse_long_name
from engine.persistence.tables.instances import BufferedMessage, MessageSubscription


@dataclass(frozen=True, kw_only=True)
class CorrelateMessage(Command):
    """A repeated `message_id` does nothing. Raises CorrelationFailed where several cases wait under one key, Unstorable."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    name: str
    correlation_key: str
    message_id: str
    variables: dict[str, Any] = field(default_factory=dict)
    #: seconds for which a message that nobody waits for is kept
    time_to_live: int = 86_400

    def run(self, context: CommandContext) -> Answer:
        refuse_long_name("name of a message", self.name)
        refuse_long_name("correlation key", self.correlation_key)
        identifier = uuid5(NAMESPACE_URL, f"{self.name} {self.message_id}")
        message = context.session.scalars(select(BufferedMessage).where(BufferedMessage.id == identifier).with_for_update()).first()
        if message is not None and message.delivered_to is not None:
            return {"instance": str(message.delivered_to), "repeated": True}
        if message is None:
            message = BufferedMessage(
                id=identifier,
                message=self.name,
                correlation_key=self.correlation_key,
                message_id=self.message_id,
                variables=to_json(self.variables),
                expires_at=context.now + timedelta(seconds=self.time_to_live),
            )
            context.session.add(message)
            context.session.flush()
        waiting = select(MessageSubscription).where(
            MessageSubscription.message == self.name, MessageSubscription.correlation_key == self.correlation_key
        )
        found = context.session.scalars(waiting).all()
        if len(found) > 1:
            raise CorrelationFailed(f"Expected one case that waits for '{self.name}' under this key, but {len(found)} do.")
        if not found:
            return self._begin(context, message)
        instance = lock_instance(context, found[0].instance_id)
        if context.session.get(MessageSubscription, found[0].id, populate_existing=True) is None:
            raise Conflict  # the wait ended while we looked: look again
        message.delivered_to = instance.id
        stimulus = MessageCorrelated(id=str(context.new_id()), token=str(found[0].id), variables=message.variables)
        take_turn(context, instance, stimulus)
        return {"instance": str(instance.id), "repeated": False}

    def _begin(self, context: CommandContext, message: BufferedMessage) -> Answer:
        """Starts a process that begins with the message, where no case waits for it; otherwise buffers the message."""
        starts = awaiting_start(context.session, "message", self.name)
        if len(starts) > 1:
            names = ", ".join(row.process_key for row in starts)
            raise CorrelationFailed(f"Expected one process that begins with '{self.name}', but {names} do.")
        begun = start_by_event(context, starts[0], uuid5(message.id, "instance"), message.variables) if starts else None
        if begun is not None:
            message.delivered_to = begun.id
        return {"instance": str(begun.id) if begun is not None else None, "repeated": False}
