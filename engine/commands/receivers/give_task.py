"""Gives a task that nobody can do to somebody who can."""

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
from engine.identity.assignment import Candidate, position_named
from engine.identity.receivers import filled_positions, positions_of
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.identity import Holding
from engine.persistence.tables.instances import UserTask

#: characters of a reason
LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class GiveTask(Command):
    """`position`: an id or a code; empty: back to those whom the task is for, from somebody who claimed it.

    Raises NotFound, InvalidState (the task is done, or nobody acts in this position today).
    """

    permission: ClassVar[str] = "operate"

    task: UUID
    position: str = ""
    reason: str = ""

    def run(self, context: CommandContext) -> Answer:
        found = context.session.execute(select(UserTask.instance_id).where(UserTask.id == self.task)).scalar()
        if found is None:
            raise NotFound("Expected a task, but there is none under this id.")
        reason = " ".join(self.reason.split())
        if len(reason) > LONGEST_REASON:
            raise InvalidState(f"Expected a reason of at most {LONGEST_REASON} characters, but it has {len(reason)}.")
        instance = lock_instance(context, found)
        task = context.session.get_one(UserTask, self.task, populate_existing=True)
        if task.status != "OPEN":
            raise InvalidState("Expected a task that is open, but it is done.")
        candidates = self._receivers(context)
        wanted = [position.id for position in positions_of(context.session, candidates)]
        if not context.session.execute(filled_positions(context.now).where(Holding.position_id.in_(wanted)).limit(1)).first():
            raise InvalidState("Expected a position in which somebody acts today, but nobody does.")
        reassign_task(context, instance, task, candidates, {"reason": reason})
        if not tell_assigned(context, instance, task, "assign"):
            context.audit(instance)
        return {"task": str(task.id)}

    def _receivers(self, context: CommandContext) -> list[Candidate]:
        if not self.position:
            return candidates_of_task(context, self.task)
        position = position_named(context.session, self.position, context.today)
        if position is None:
            raise NotFound("Expected the id or the code of a position, but nobody bears it.")
        return [Candidate(position=position.id)]
