"""A user task in the hands of its candidates: they see the case, and are told."""

from __future__ import annotations

from uuid import uuid5

from engine.core.context import CommandContext
from engine.core.platform_jobs import NOTIFY_TASK, platform_job
from engine.identity.access import grant
from engine.identity.assignment import Candidate
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask


def assign(context: CommandContext, instance: ProcessInstance, task: UserTask, candidates: list[Candidate]) -> None:
    """Who may do a task may see its case and, to read, the case that all began with."""
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
        platform_job(context, instance, NOTIFY_TASK, key=str(task.id), variables={"task": str(task.id)})
