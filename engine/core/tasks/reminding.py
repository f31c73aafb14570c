"""Says who may remind of an open task: those above it, who gave the work on, and superiors of whom it lies with; once on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from engine.core.context import QueryContext
from engine.identity.access import access_values, bound_holds, bound_oversees
from engine.identity.position_holders import person_in_seat
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask

#: the event of the history
TASK_REMINDED = "TASK_REMINDED"


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """The last reminder of a task. `title`: as whoever reminded signs, with Plh. or Plt."""

    at: datetime
    person: str
    title: str


def reminder_of(session: Session, task: Any) -> Reminder | None:
    if task.reminded_at is None:
        return None
    name, title = person_in_seat(session, task.reminded_by, task.reminded_position, task.reminded_at)
    return Reminder(at=task.reminded_at, person=name, title=title)


def is_reminded_today(context: QueryContext, task: Any) -> bool:
    """Whether somebody reminded of it on this day of the regency already: a second one would only annoy."""
    return task.reminded_at is not None and task.reminded_at.astimezone(context.platform.zone).date() == context.today


def seats_above(context: QueryContext, parents: Mapping[UUID, UUID | None]) -> dict[UUID, UUID]:
    """Finds the cases below one in which the actor had a step: case -> the actor's position there. `parents`: of the whole way up."""
    if not context.actor.seats or not parents:
        return {}
    statement = work_question(CaseAccess.instance_id.in_(list(parents)))
    worked = seats_in(context, context.session.execute(statement, access_values(context.actor, context.now)).all())
    return {case: seat for case in parents if (seat := seat_above(parents, worked, case)) is not None}


def work_question(of_cases: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The question, for an actor with seats, whose rows `seats_in` reads; its values are `access_values`."""
    # everybody with a step reads the root case; only those who work on it stand above
    own = (of_cases, CaseAccess.reason == "task", CaseAccess.level == "work")
    mine = bound_holds(CaseAccess.position_id, CaseAccess.unit_id, CaseAccess.role)
    return select(CaseAccess.instance_id, CaseAccess.position_id, CaseAccess.unit_id, CaseAccess.role).where(*own, mine)


def seats_in(context: QueryContext, rows: Iterable[Any]) -> dict[UUID, UUID]:
    """Returns case -> the actor's position in its step."""
    pairs = {(seat.unit, seat.role): seat.position for seat in context.actor.seats}
    return {row.instance_id: row.position_id or pairs[row.unit_id, row.role] for row in rows}


def seat_above(parents: Mapping[UUID, UUID | None], worked: Mapping[UUID, UUID], case: UUID) -> UUID | None:
    """Returns the position of the nearest case over this one in which the actor had a step."""
    above = parents[case]
    while above is not None and above not in worked:
        above = parents.get(above)
    return worked[above] if above is not None else None


def ways_up(session: Session, instance: UUID) -> dict[UUID, UUID | None]:
    """Returns case -> the case that called it, from this one up to its root."""
    way = select(ProcessInstance.id, ProcessInstance.parent_id).where(ProcessInstance.id == instance).cte(recursive=True)
    above = select(ProcessInstance.id, ProcessInstance.parent_id).join(way, ProcessInstance.id == way.c.parent_id)
    way = way.union(above)
    return {row.id: row.parent_id for row in session.execute(select(way.c.id, way.c.parent_id))}


def lying_below(context: QueryContext, tasks: Collection[UUID]) -> set[UUID]:
    """Returns those of the tasks that lie with somebody whose superior the actor is."""
    if not context.actor.oversees or not tasks:
        return set()
    statement = below_question(UserTask.id.in_(tasks))
    return set(context.session.scalars(statement, access_values(context.actor, context.now)))


def below_question(of_tasks: ColumnElement[bool]) -> Select[UUID]:
    """The same as a question for an actor who oversees somebody; its values are `access_values`."""
    candidate = TaskCandidate
    below = bound_oversees(candidate.position_id, candidate.unit_id, candidate.role)
    return select(candidate.task_id).join(UserTask, UserTask.id == candidate.task_id).where(of_tasks, below)
