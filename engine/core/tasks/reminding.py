"""Says who may remind of an open task: those above it, who gave the work on, and superiors of whom it lies with; once on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, not_, or_, select, tuple_
from sqlalchemy.orm import Session

from engine.core.context import QueryContext
from engine.identity.access import may_do
from engine.identity.position_holders import person_in_seat
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.identity import Position
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask

#: the event of the history
TASK_REMINDED = "TASK_REMINDED"


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """The last reminder of a task. `title`: as whoever reminded signs, with Plh. or Plt."""

    at: datetime
    person: str
    title: str


def reminder_of(session: Session, task: UserTask) -> Reminder | None:
    if task.reminded_at is None:
        return None
    name, title = person_in_seat(session, task.reminded_by, task.reminded_position, task.reminded_at)
    return Reminder(at=task.reminded_at, person=name, title=title)


def is_reminded_today(context: QueryContext, task: UserTask) -> bool:
    """Whether somebody reminded of it on this day of the regency already: a second one would only annoy."""
    return task.reminded_at is not None and task.reminded_at.astimezone(context.platform.zone).date() == context.today


def seats_above(context: QueryContext, parents: Mapping[UUID, UUID | None]) -> dict[UUID, UUID]:
    """Finds the cases below one in which the actor had a step: case -> the actor's position there. `parents`: of the whole way up."""
    actor = context.actor
    if not actor.seats or not parents:
        return {}
    pairs = {(seat.unit, seat.role): seat.position for seat in actor.seats}
    # everybody with a step reads the root case; only those who work on it stand above
    own = (CaseAccess.instance_id.in_(list(parents)), CaseAccess.reason == "task", CaseAccess.level == "work")
    rows = context.session.execute(
        select(CaseAccess.instance_id, CaseAccess.position_id, CaseAccess.unit_id, CaseAccess.role).where(
            *own, or_(CaseAccess.position_id.in_(actor.positions), tuple_(CaseAccess.unit_id, CaseAccess.role).in_(list(pairs)))
        )
    ).all()
    worked = {row.instance_id: row.position_id or pairs[row.unit_id, row.role] for row in rows}
    found: dict[UUID, UUID] = {}
    for case in parents:
        above = parents[case]
        while above is not None and above not in worked:
            above = parents.get(above)
        if above is not None:
            found[case] = worked[above]
    return found


def ways_up(session: Session, instance: UUID) -> dict[UUID, UUID | None]:
    """Returns case -> the case that called it, from this one up to its root."""
    way = select(ProcessInstance.id, ProcessInstance.parent_id).where(ProcessInstance.id == instance).cte(recursive=True)
    above = select(ProcessInstance.id, ProcessInstance.parent_id).join(way, ProcessInstance.id == way.c.parent_id)
    way = way.union(above)
    return {row.id: row.parent_id for row in session.execute(select(way.c.id, way.c.parent_id))}


def lying_below(context: QueryContext, tasks: Collection[UUID]) -> set[UUID]:
    """Returns those of the tasks that lie with somebody whose superior the actor is."""
    below = list(context.actor.oversees)
    if not below or not tasks:
        return set()
    roles = select(Position.unit_id, Position.role).where(Position.id.in_(below))
    theirs = or_(TaskCandidate.position_id.in_(below), tuple_(TaskCandidate.unit_id, TaskCandidate.role).in_(roles))
    return set(context.session.scalars(select(TaskCandidate.task_id).where(TaskCandidate.task_id.in_(tasks), theirs)))


def tasks_to_remind_of(context: QueryContext, tasks: Collection[UserTask], parents: Mapping[UUID, UUID | None]) -> list[UserTask]:
    """Returns those of the tasks of which the actor may remind today. `parents`: of all cases of the tree."""
    waiting = [task.id for task in tasks if task.status == "OPEN" and not is_reminded_today(context, task)]
    if not waiting:
        return []
    named = exists(select(TaskCandidate.id).where(TaskCandidate.task_id == UserTask.id))
    others = set(context.session.scalars(select(UserTask.id).where(UserTask.id.in_(waiting), named, not_(may_do(context.actor)))))
    above, below = seats_above(context, parents), lying_below(context, others)
    return [task for task in tasks if task.id in others and (task.instance_id in above or task.id in below)]
