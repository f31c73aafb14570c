"""Reads a buffered message as the fields of CorrelateMessage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.instances import BufferedMessage


@dataclass(frozen=True, kw_only=True)
class BufferedMessageById(Query):
    """Answers None for a message that was delivered or has expired."""

    permission: ClassVar[str] = "system"

    id: UUID

    def run(self, context: QueryContext) -> dict[str, Any] | None:
        message = context.session.get(BufferedMessage, self.id)
        if message is None or message.delivered_to is not None or message.expires_at <= context.now:
            return None
        return message_fields(message)


def message_fields(message: BufferedMessage) -> dict[str, Any]:
    return {
        "name": message.message,
        "correlation_key": message.correlation_key,
        "message_id": message.message_id,
        "variables": message.variables,
    }
