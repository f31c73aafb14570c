"""Finds an open user task under the lock of its instance, for an actor who may do it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from engine.core.context import CommandContext, QueryContext
from engine.core.instance_state import state_of
from engine.identity.access import access_values, bound_may_see, shape_of
from engine.model.errors import NotFound, TaskTaken
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask

#: built once: to build the question takes longer than the answer
_WITH_CANDIDATES = (
    select(UserTask, TaskCandidate.position_id, TaskCandidate.unit_id, TaskCandidate.role)
    .outerjoin(TaskCandidate, TaskCandidate.task_id == UserTask.id)
    .where(UserTask.id == bindparam("wanted"))
    .execution_options(populate_existing=True)
)
#: by the shape of their actor
_LOCKS: dict[tuple[bool, ...], Select[ProcessInstance]] = {}


def open_task(context: CommandContext, identifier: UUID) -> tuple[ProcessInstance, UserTask, UUID]:
    """The locked instance, its open task, and the position in which the actor may do it.

    Raises NotFound for a task that the actor may not see, TaskTaken (with the name and the time) for one that is done.
    """
    instance = _locked_instance_of(context, identifier)
    # read under the lock, for another completion may have come before
    rows = context.session.execute(_WITH_CANDIDATES, {"wanted": identifier}).all()
    task: UserTask = rows[0][0]
    if task.status != "OPEN":
        raise task_taken_error(context, task)
    position = position_among(context, [candidate for _task, *candidate in rows])
    if position is None:
        raise NotFound("Expected a task that you may do, but it is somebody else's.")
    person = context.actor.person
    if task.claimed_by is not None and task.claimed_by != person:
        raise task_taken_error(context, task)
    return instance, task, position


def _locked_instance_of(context: CommandContext, task: UUID) -> ProcessInstance:
    """Finds, for an actor who may see it, and locks the instance of a task in one statement. Raises NotFound."""
    shape = shape_of(context.actor)
    if (statement := _LOCKS.get(shape)) is None:
        statement = _LOCKS[shape] = (
            select(ProcessInstance)
            .join(UserTask, UserTask.instance_id == ProcessInstance.id)
            .where(UserTask.id == bindparam("wanted"), bound_may_see(context.actor, ProcessInstance.id))
            .with_for_update(of=ProcessInstance)
            .execution_options(populate_existing=True)
        )
    instance = context.session.scalars(statement, {"wanted": task, **access_values(context.actor, context.now)}).first()
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
    candidates = select(TaskCandidate.position_id, TaskCandidate.unit_id, TaskCandidate.role).where(TaskCandidate.task_id == task.id)
    return position_among(context, context.session.execute(candidates).all())


def position_among(context: QueryContext, candidates: Sequence[Sequence[Any]]) -> UUID | None:
    """`candidates`: position, unit and role of each; all None where there is none."""
    for seat in context.actor.seats:
        for position, unit, role in candidates:
            if position == seat.position or (unit == seat.unit and role == seat.role):
                return seat.position
    return None


def task_variables(context: QueryContext, instance: ProcessInstance, task: UserTask) -> dict[str, Any]:
    return state_of(context, instance).variables_of(str(task.id))
