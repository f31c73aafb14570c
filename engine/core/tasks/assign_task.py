"""Gives a user task to its candidates: grants access to the case and queues the mails."""

from __future__ import annotations

from uuid import uuid5

from sqlalchemy import insert, select

from engine.core.context import CommandContext
from engine.core.job_rows import MAIL_NEW_TASK, platform_job
from engine.identity.access import Grant, grant_all
from engine.identity.assignment import Candidate
from engine.identity.seats import holders
from engine.persistence.base import table_of
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
    if not candidates:
        return
    context.session.flush()  # the task's row, where it is new
    rows = [
        {"id": uuid5(task.id, str(item)), "task_id": task.id, "position_id": item.position, "unit_id": item.unit, "role": item.role}
        for item in candidates
    ]
    context.session.execute(insert(table_of(TaskCandidate)), rows)
    cases = ((instance.id, "work"), (instance.root_id, "read"))
    grants = [
        Grant(identifier=uuid5(case, f"task {candidate}"), instance=case, candidate=candidate, level=level)
        for candidate in candidates
        for case, level in cases
    ]
    grant_all(context.session, grants, reason="task", now=context.now)
    platform_job(context, instance, MAIL_NEW_TASK, key=str(task.id), variables={"task": str(task.id)})
