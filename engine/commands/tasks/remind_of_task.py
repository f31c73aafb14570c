"""Reminds whoever has an open task: by mail, at the task, and in the history of its case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.job_rows import MAIL_REMINDER, platform_job
from engine.core.receivers.findings import candidates_of_task
from engine.core.tasks.open_task import acting_position
from engine.core.tasks.reminding import TASK_REMINDED, is_reminded_today, lying_below, reminder_of, seats_above, ways_up
from engine.core.turn import lock_instance
from engine.identity.access import visible_instance
from engine.identity.assignment import Candidate
from engine.identity.receivers import anybody_can_act, positions_of
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.history import HistoryEvent
from engine.persistence.tables.instances import UserTask


@dataclass(frozen=True, kw_only=True)
class RemindOfTask(Command):
    """By somebody above the task: who gave the work on, or a superior of whom it lies with; on one day once, whoever reminds.

    Raises NotFound for a task that the actor may not remind of, InvalidState (reason done; reminded, with `at` and `by`; unheard).
    """

    permission: ClassVar[str] = "person"

    task: UUID

    def run(self, context: CommandContext) -> Answer:
        session = context.session
        unknown = NotFound("Expected a task of which you may remind, but there is none under this address.")
        found = session.execute(select(UserTask.instance_id).where(UserTask.id == self.task)).scalar()
        if found is None:
            raise unknown
        visible_instance(session, context.actor, found, context.now)
        instance = lock_instance(context, found)
        task = session.get_one(UserTask, self.task, populate_existing=True)
        if task.status != "OPEN":
            raise InvalidState("Expected a task that is open, but it is done.", reason="done")
        position = self._seat(context, found)
        if position is None or acting_position(context, task) is not None:
            raise unknown
        if is_reminded_today(context, task) and (last := reminder_of(session, task)) is not None:
            raise InvalidState("Expected a task of which nobody reminded today.", reason="reminded", at=last.at, by=last.person)
        candidates = candidates_of_task(context, self.task)
        if not anybody_can_act(session, candidates, context.now):
            raise InvalidState("Expected a task that somebody can do today, but nobody can.", reason="unheard")
        context.position = position
        task.reminded_at, task.reminded_by, task.reminded_position = context.now, context.actor.person, position
        self._record(context, task, candidates)
        seat = context.actor.seat(position)
        by = {"name": context.actor.name, "title": seat.titled if seat else ""}
        key = f"{task.id} {context.today.isoformat()}"
        platform_job(context, instance, MAIL_REMINDER, key=key, variables={"task": str(task.id), **by})
        context.audit(instance)
        return {"task": str(task.id)}

    def _seat(self, context: CommandContext, instance: UUID) -> UUID | None:
        above = seats_above(context, ways_up(context.session, instance)).get(instance)
        if above is not None:
            return above
        return context.actor.positions[0] if lying_below(context, [self.task]) else None

    def _record(self, context: CommandContext, task: UserTask, candidates: list[Candidate]) -> None:
        event = {
            "instance_id": task.instance_id,
            "at": context.now,
            "event": TASK_REMINDED,
            "element_id": task.element_id,
            "token": str(task.id),
            "person_id": context.actor.person,
            "position_id": context.position,
            "data": {"to": [str(position.id) for position in positions_of(context.session, candidates)]},
        }
        context.rows.insert(HistoryEvent, [event])
