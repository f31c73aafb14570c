"""Claims a task that has several candidates, or gives it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.assigned_listeners import tell_assigned
from engine.core.tasks.open_task import open_task, questions_of_task
from engine.model.actor import Actor
from engine.model.errors import InvalidState
from engine.persistence.prepared import Question


@dataclass(frozen=True, kw_only=True)
class ClaimUserTask(Command):
    """Raises NotFound, TaskTaken, InvalidState where a task is given back that nobody has claimed."""

    permission: ClassVar[str] = "person"

    task: UUID
    release: bool = False

    def opening(self, actor: Actor, now: datetime | None) -> Sequence[Question]:
        return questions_of_task(actor, self.task, now)

    def run(self, context: CommandContext) -> Answer:
        instance, task, context.position = open_task(context, self.task)
        if self.release and task.claimed_by is None:
            raise InvalidState("Expected a task that you have claimed, but nobody has.")
        task.claimed_by = None if self.release else context.actor.person
        if not tell_assigned(context, instance, task, "unassign" if self.release else "claim"):
            context.audit(instance)
        return {"task": str(task.id)}
