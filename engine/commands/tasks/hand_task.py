"""Hands a task of a queue to a colleague who may do it too: it stands in their inbox, and they may give it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.assigned_listeners import tell_assigned
from engine.core.job_rows import MAIL_NEW_TASK, platform_job
from engine.core.receivers.findings import candidates_of_task
from engine.core.tasks.open_task import open_task, questions_of_task
from engine.identity.colleagues import people_acting_for
from engine.model.actor import Actor
from engine.model.errors import InvalidState, NotFound
from engine.persistence.prepared import Question


@dataclass(frozen=True, kw_only=True)
class HandTask(Command):
    """`person`: somebody who acts today among those whom the task is for. No decision is made by it, and nobody gets what they may not do.

    Raises NotFound, TaskTaken (somebody else has claimed it), InvalidState (it is for one post alone).
    """

    permission: ClassVar[str] = "person"

    task: UUID
    person: UUID

    def opening(self, actor: Actor, now: datetime | None) -> Sequence[Question]:
        return questions_of_task(actor, self.task, now)

    def run(self, context: CommandContext) -> Answer:
        instance, task, context.position = open_task(context, self.task)
        candidates = candidates_of_task(context, self.task)
        if not any(candidate.role for candidate in candidates):
            raise InvalidState("Expected a task of a queue, but it is for one post.")
        if self.person not in people_acting_for(context.session, candidates, context.now):
            raise NotFound("Expected a colleague who may do this task today, but there is none under this id.")
        task.claimed_by = self.person
        task.read_at = None
        if self.person != context.actor.person:
            key = f"{task.id} {context.now.isoformat()}"
            platform_job(context, instance, MAIL_NEW_TASK, key=key, variables={"task": str(task.id), "person": str(self.person)})
        if not tell_assigned(context, instance, task, "assign"):
            context.audit(instance)
        return {"task": str(task.id)}
