"""Gives an open task to other candidates than it has, and writes it into the history of its case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, update

from engine.core.context import CommandContext
from engine.core.receivers.findings import TASK, close_finding, note_task
from engine.core.tasks.assign_task import assign_candidates
from engine.identity.assignment import Candidate
from engine.identity.receivers import positions_of
from engine.persistence.tables.history import HistoryEvent
from engine.persistence.tables.instances import Incident, ProcessInstance, TaskCandidate, UserTask

#: the events of the history: a task, or messages that wait for an answer, were given to somebody else
TASK_MOVED, MESSAGE_MOVED = "TASK_MOVED", "MESSAGE_MOVED"


def reassign_task(
    context: CommandContext, instance: ProcessInstance, task: UserTask, candidates: list[Candidate], data: Mapping[str, Any]
) -> None:
    """`instance` is locked and `task` open. `data`: why, for the history."""
    session = context.session
    session.execute(delete(TaskCandidate).where(TaskCandidate.task_id == task.id))
    task.claimed_by = task.read_at = None
    task.reminded_at = task.reminded_by = task.reminded_position = None
    assign_candidates(context, instance, task.id, candidates)
    event = {
        "instance_id": instance.id,
        "at": context.now,
        "event": TASK_MOVED,
        "element_id": task.element_id,
        "token": str(task.id),
        "person_id": context.actor.person,
        "position_id": context.position,
        "data": {"to": [str(position.id) for position in positions_of(session, candidates)], **data},
    }
    context.rows.insert(HistoryEvent, [event])
    named_nobody = (Incident.token == task.id, Incident.kind == "assignment", Incident.resolved_at.is_(None))
    session.execute(update(Incident).where(*named_nobody).values(resolved_at=context.now, resolved_by=context.actor.person))
    close_finding(context, TASK, task.id)
    note_task(context, instance, task.id, candidates)
