"""Gives a user task to its candidates: grants access to the case and queues the mails."""

from __future__ import annotations

from uuid import uuid5

from sqlalchemy import select

from engine.core.context import CommandContext
from engine.core.job_rows import MAIL_NEW_TASK, platform_job
from engine.identity.access import grant
from engine.identity.assignment import Candidate
from engine.identity.seats import holders
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask

#: a property of a user task: it goes to whoever did the step with this id before in the case
SAME_AS = "same_as"


def last_position_of_step(context: CommandContext, task: UserTask) -> list[Candidate]:
    """Returns the position that did the named step last, if somebody fills it now; else None, and the assignment decides."""
    if not isinstance(element := task.properties.get(SAME_AS), str):
        return []
    statement = (
        select(UserTask.completed_position)
        .where(UserTask.instance_id == task.instance_id, UserTask.element_id == element, UserTask.completed_position.is_not(None))
        .order_by(UserTask.completed_at.desc())
        .limit(1)
    )
    position = context.session.scalars(statement).first()
    if position is None or not holders(context.session, [position], context.now):
        return []
    return [Candidate(position=position)]


def assign_candidates(context: CommandContext, instance: ProcessInstance, task: UserTask, candidates: list[Candidate]) -> None:
    """Adds the candidates; each gets access to the case and, for reading, to the root case."""
    for candidate in candidates:
        key = str(candidate)
        context.session.add(
            TaskCandidate(
                id=uuid5(task.id, key), task_id=task.id, position_id=candidate.position, unit_id=candidate.unit, role=candidate.role
            )
        )
        for case, level in ((instance.id, "work"), (instance.root_id, "read")):
            grant(context.session, case, candidate, level=level, reason="task", now=context.now, identifier=uuid5(case, f"task {key}"))
    if candidates:
        platform_job(context, instance, MAIL_NEW_TASK, key=str(task.id), variables={"task": str(task.id)})
