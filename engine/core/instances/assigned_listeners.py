"""Tells the listeners of a task that somebody has taken it, has given it back, or that it was given to somebody else."""

from __future__ import annotations

from typing import Literal

from engine.core.context import CommandContext
from engine.core.turn import take_turn
from engine.model.stimuli import UserTaskAssigned
from engine.persistence.tables.instances import ProcessInstance, UserTask


def tell_assigned(
    context: CommandContext, instance: ProcessInstance, task: UserTask, action: Literal["claim", "unassign", "assign"]
) -> bool:
    """Whether anybody is told; then the command stands in the audit of the case. `instance` is locked and `task` open."""
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    element = loaded.definition.process.elements.get(task.element_id)
    if element is None or not any(listener.event == "assigning" for listener in element.extensions.listeners):
        return False
    take_turn(context, instance, UserTaskAssigned(id=str(context.new_id()), token=str(task.id), action=action))
    return True
