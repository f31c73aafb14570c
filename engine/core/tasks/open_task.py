"""Finds an open user task under the lock of its instance, for an actor who may do it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from engine.core.context import CommandContext, QueryContext
from engine.core.instance_state import state_of
from engine.identity.access import access_values, bound_may_see, shape_of
from engine.model.actor import Actor
from engine.model.errors import NotFound, TaskTaken
from engine.persistence.base import table_of
from engine.persistence.prepared import Prepared, Question
from engine.persistence.stored_objects import adopt
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask

_INSTANCE, _TASK = table_of(ProcessInstance), table_of(UserTask)
_OF_INSTANCE, _OF_TASK = _INSTANCE.c.keys(), _TASK.c.keys()
_WITH_CANDIDATES = Prepared(
    select(*_TASK.c, TaskCandidate.position_id, TaskCandidate.unit_id, TaskCandidate.role)
    .outerjoin(TaskCandidate, TaskCandidate.task_id == UserTask.id)
    .where(UserTask.id == bindparam("wanted"))
)
#: by the shape of their actor
_LOCKS: dict[tuple[bool, ...], Prepared] = {}


def questions_of_task(actor: Actor, task: UUID, now: datetime | None) -> tuple[Question, Question]:
    """Returns what locks the instance of a task, for an actor who may see it, and what then reads the task with its candidates.

    The second statement sees what another completion has committed while the first one waited for the lock.
    """
    shape = shape_of(actor)
    if (lock := _LOCKS.get(shape)) is None:
        lock = _LOCKS[shape] = Prepared(
            select(*_INSTANCE.c)
            .join(UserTask, UserTask.instance_id == ProcessInstance.id)
            .where(UserTask.id == bindparam("wanted"), bound_may_see(actor, ProcessInstance.id))
            .with_for_update(of=_INSTANCE)
        )
    return (lock, {"wanted": task, **access_values(actor, now)}), (_WITH_CANDIDATES, {"wanted": task})


def open_task(context: CommandContext, identifier: UUID) -> tuple[ProcessInstance, UserTask, UUID]:
    """The locked instance, its open task, and the position in which the actor may do it.

    A command whose `opening` is `questions_of_task` has the answers already.
    Raises NotFound for a task that the actor may not see, TaskTaken (with the name and the time) for one that is done.
    """
    locked, found = context.opened or context.rows.ask(*questions_of_task(context.actor, identifier, context.now))
    if not locked:
        raise NotFound("Expected a task that you may do, but there is none under this address.")
    instance = adopt(context.session, ProcessInstance, dict(zip(_OF_INSTANCE, locked[0], strict=True)))
    task = adopt(context.session, UserTask, dict(zip(_OF_TASK, found[0], strict=False)))
    if task.status != "OPEN":
        raise task_taken_error(context, task)
    position = position_among(context, [row[len(_OF_TASK) :] for row in found])
    if position is None:
        raise NotFound("Expected a task that you may do, but it is somebody else's.")
    person = context.actor.person
    if task.claimed_by is not None and task.claimed_by != person:
        raise task_taken_error(context, task)
    return instance, task, position


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
