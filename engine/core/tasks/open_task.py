"""Finds an open user task under the lock of its instance, for an actor who may do it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.core.context import CommandContext, QueryContext
from engine.core.instance_state import state_of
from engine.identity.access import may_see
from engine.model.errors import NotFound, TaskTaken
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask


def open_task(context: CommandContext, identifier: UUID) -> tuple[ProcessInstance, UserTask, UUID]:
    """The locked instance, its open task, and the position in which the actor may do it.

    Raises NotFound for a task that the actor may not see, TaskTaken (with the name and the time) for one that is done.
    """
    instance = _locked_instance_of(context, identifier)
    # read under the lock, for another completion may have come before
    rows = context.session.execute(
        select(UserTask, TaskCandidate)
        .outerjoin(TaskCandidate, TaskCandidate.task_id == UserTask.id)
        .where(UserTask.id == identifier)
        .execution_options(populate_existing=True)
    ).all()
    task: UserTask = rows[0][0]
    if task.status != "OPEN":
        raise task_taken_error(context, task)
    position = _position_among(context, [candidate for _task, candidate in rows if candidate is not None])
    if position is None:
        raise NotFound("Expected a task that you may do, but it is somebody else's.")
    person = context.actor.person
    if task.claimed_by is not None and task.claimed_by != person:
        raise task_taken_error(context, task)
    return instance, task, position


def _locked_instance_of(context: CommandContext, task: UUID) -> ProcessInstance:
    """Finds, for an actor who may see it, and locks the instance of a task in one statement. Raises NotFound."""
    statement = (
        select(ProcessInstance)
        .join(UserTask, UserTask.instance_id == ProcessInstance.id)
        .where(UserTask.id == task, may_see(context.actor, ProcessInstance.id, context.now))
        .with_for_update(of=ProcessInstance)
        .execution_options(populate_existing=True)
    )
    instance = context.session.scalars(statement).first()
    if instance is None:
        raise NotFound("Expected a task that you may do, but there is none under this address.")
    return instance


def task_taken_error(context: QueryContext, task: UserTask) -> TaskTaken:
    by = context.session.get(Person, task.completed_by or task.claimed_by) if task.completed_by or task.claimed_by else None
    return TaskTaken(
        "Expected an open task, but it is done or taken already.",
        by=by.name if by else None,
        mine=context.actor.person is not None and task.completed_by == context.actor.person,
        at=task.completed_at,
        status=task.status,
        instance=str(task.instance_id),
    )


def acting_position(context: QueryContext, task: UserTask) -> UUID | None:
    return _position_among(context, context.session.scalars(select(TaskCandidate).where(TaskCandidate.task_id == task.id)).all())


def _position_among(context: QueryContext, candidates: Sequence[TaskCandidate]) -> UUID | None:
    for seat in context.actor.seats:
        for candidate in candidates:
            if candidate.position_id == seat.position or (candidate.unit_id == seat.unit and candidate.role == seat.role):
                return seat.position
    return None


def task_variables(context: QueryContext, instance: ProcessInstance, task: UserTask) -> dict[str, Any]:
    return state_of(context, instance).variables_of(str(task.id))
