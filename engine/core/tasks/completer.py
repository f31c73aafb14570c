"""Tells a case who completed one of its tasks, where the task's property asks for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from engine.bpmn.extensions import COMPLETED_BY
from engine.core.context import CommandContext
from engine.persistence.tables.identity import Position, Unit
from engine.persistence.tables.instances import UserTask


def seat_of_completer(context: CommandContext, task: UserTask) -> dict[str, Any]:
    """Returns the variable that the property names, shaped as `initiator` is; nothing where there is no such property."""
    name = task.properties.get(COMPLETED_BY)
    if not isinstance(name, str):
        return {}
    statement = select(Unit.code).join(Position, Position.unit_id == Unit.id).where(Position.id == context.position)
    unit = context.session.scalars(statement).first()
    return {name: {"person": str(context.actor.person), "position": str(context.position), "unit": unit}}
