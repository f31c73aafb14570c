"""Moves an open task from positions and units that have ended to their successors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.assigned_listeners import tell_assigned
from engine.core.receivers.findings import candidates_of_task
from engine.core.tasks.reassign_task import reassign_task
from engine.core.turn import lock_instance
from engine.identity.assignment import Candidate, current_place
from engine.model.errors import NotFound
from engine.persistence.tables.identity import Position, Unit
from engine.persistence.tables.instances import UserTask


@dataclass(frozen=True, kw_only=True)
class FollowSuccessor(Command):
    """Answers {} where nothing is to be moved any more. Raises NotFound."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    task: UUID

    def run(self, context: CommandContext) -> Answer:
        found = context.session.execute(select(UserTask.instance_id).where(UserTask.id == self.task)).scalar()
        if found is None:
            raise NotFound("Expected a task, but there is none under this id.")
        instance = lock_instance(context, found)
        task = context.session.get_one(UserTask, self.task, populate_existing=True)
        before = candidates_of_task(context, task.id)
        # two posts may have been merged into one
        after = list(dict.fromkeys(_current(context, candidate) for candidate in before))
        if task.status != "OPEN" or after == before:
            return {}
        reassign_task(context, instance, task, after, {"why": "successor"})
        if not tell_assigned(context, instance, task, "assign"):
            context.audit(instance)
        return {"task": str(task.id)}


def _current(context: CommandContext, candidate: Candidate) -> Candidate:
    session, today = context.session, context.today
    if candidate.position:
        return Candidate(position=current_place(session, session.get_one(Position, candidate.position), today).id)
    unit = session.get(Unit, candidate.unit) if candidate.unit else None
    return Candidate(unit=current_place(session, unit, today).id, role=candidate.role) if unit else candidate
