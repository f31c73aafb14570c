"""Says who may take a task back before it is read: properties of its element name the message, and the variable with the giver."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.model.actor import Actor

#: properties of a user task: the message that ends it, and the variable that holds the position which gave it
MESSAGE, GIVER = "take_back", "take_back_by"


def message_of(task: Any) -> str:
    return str(task.properties.get(MESSAGE) or "")


def may_take_back(actor: Actor, task: Any, variables: Mapping[str, Any]) -> bool:
    """Whether the actor gave the task; whether it was read meanwhile is another question."""
    giver = variables.get(str(task.properties.get(GIVER) or ""))
    return bool(message_of(task)) and giver is not None and str(giver) in [str(position) for position in actor.positions]
