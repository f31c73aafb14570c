"""Gives a user task to its candidates: grants access to the case and queues the mails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from engine.core.context import CommandContext
from engine.core.job_rows import MAIL_NEW_TASK, platform_job
from engine.identity.access import Grant, grant_all
from engine.identity.assignment import Candidate
from engine.identity.seats import holders
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask

#: a property of a user task: it goes to whoever did the step with this id before in the case
SAME_AS = "same_as"


def last_position_of_step(context: CommandContext, instance: ProcessInstance, properties: Mapping[str, Any]) -> list[Candidate]:
    """Returns the position that did the named step last, if somebody fills it now; else none, and the assignment decides.

    `properties`: of the task's element.
    """
    if not isinstance(element := properties.get(SAME_AS), str):
        return []
    statement = (
        select(UserTask.completed_position)
        .where(UserTask.instance_id == instance.id, UserTask.element_id == element, UserTask.completed_position.is_not(None))
        .order_by(UserTask.completed_at.desc())
        .limit(1)
    )
    position = context.session.scalars(statement).first()
    if position is None or not holders(context.session, [position], context.now):
        return []
    return [Candidate(position=position)]


def assign_candidates(context: CommandContext, instance: ProcessInstance, task: UUID, candidates: list[Candidate]) -> None:
    """Adds the candidates; each gets access to the case and, for reading, to the root case."""
    if not candidates:
        return
    rows = [
        {"id": uuid5(task, str(item)), "task_id": task, "position_id": item.position, "unit_id": item.unit, "role": item.role}
        for item in candidates
    ]
    context.rows.insert(TaskCandidate, rows)
    cases = ((instance.id, "work"), (instance.root_id, "read"))
    grants = [
        Grant(identifier=uuid5(case, f"task {candidate}"), instance=case, candidate=candidate, level=level)
        for candidate in candidates
        for case, level in cases
    ]
    grant_all(context.rows, grants, reason="task", now=context.now)
    platform_job(context, instance, MAIL_NEW_TASK, key=str(task), variables={"task": str(task)})
