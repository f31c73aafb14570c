"""Creates the row of a process instance, before its first turn."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import make_transient_to_detached

from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.persistence.tables.instances import ProcessInstance


def new_instance(
    context: CommandContext, loaded: Loaded, identifier: UUID, *, parent: ProcessInstance | None = None, token: UUID | None = None
) -> ProcessInstance:
    """Writes the row at once, among the rows of the command, and returns it as the object that the first turn changes."""
    row: dict[str, Any] = {
        "id": identifier,
        "definition_id": loaded.id,
        "process_key": loaded.key,
        "business_key": parent.business_key if parent else None,
        "title": parent.title if parent else loaded.definition.process.name,
        "status": "ACTIVE",
        "revision": 1,
        "state": b"",
        "confidential": parent.confidential if parent else False,
        "restricted": parent.restricted if parent else False,
        "root_id": parent.root_id if parent else identifier,
        "parent_id": parent.id if parent else None,
        "parent_token": token,
        "facts": {},
        "started_by": context.actor.person,
        "started_position": context.position,
        "started_at": context.now,
        "ended_at": None,
    }
    context.rows.insert(ProcessInstance, [row])
    instance = ProcessInstance(**row)
    # the object of a row that the database has: no second INSERT
    make_transient_to_detached(instance)
    context.session.add(instance)
    return instance
