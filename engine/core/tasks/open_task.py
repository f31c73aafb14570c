"""Finds an open user task under the lock of its instance, for an actor who may do it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.core.context import CommandContext, QueryContext
from engine.core.instance_state import state_of
from engine.core.turn import lock_instance
from engine.identity.access import may_do, visible_instance
from engine.model.errors import NotFound, TaskTaken
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask


def open_task(context: CommandContext, identifier: UUID) -> tuple[ProcessInstance, UserTask, UUID | None]:
    """The locked instance, its open task, and the position in which the actor may do it.

    Raises NotFound for a task that the actor may not see, TaskTaken (with the name and the time) for one that is done.
    """
    found = context.session.execute(select(UserTask.instance_id).where(UserTask.id == identifier)).scalar()
    if found is None:
        raise NotFound("Expected a task that you may do, but there is none under this address.")
    visible_instance(context.session, context.actor, found, context.now)
    instance = lock_instance(context, found)
    task = context.session.get_one(UserTask, identifier, populate_existing=True)
    if task.status != "OPEN":
        raise task_taken_error(context, task)
    if not context.session.execute(select(UserTask.id).where(UserTask.id == identifier, may_do(context.actor))).first():
        raise NotFound("Expected a task that you may do, but it is somebody else's.")
    person = context.actor.person
    if task.claimed_by is not None and task.claimed_by != person:
        raise task_taken_error(context, task)
    return instance, task, acting_position(context, task)


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
    candidates = context.session.scalars(select(TaskCandidate).where(TaskCandidate.task_id == task.id)).all()
    for seat in context.actor.seats:
        for candidate in candidates:
            if candidate.position_id == seat.position or (candidate.unit_id == seat.unit and candidate.role == seat.role):
                return seat.position
    return None


def task_variables(context: QueryContext, instance: ProcessInstance, task: UserTask) -> dict[str, Any]:
    return state_of(context, instance).variables_of(str(task.id))
