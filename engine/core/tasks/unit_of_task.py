"""Says in which unit an open task lies: that of the first of its candidates."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, exists, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from engine.persistence.tables.identity import Position, Unit
from engine.persistence.tables.instances import TaskCandidate, UserTask


def units_of_tasks() -> Subquery:
    """Makes a table of open tasks, for a join: `task` and `unit`. A task for which nobody is named is not in it."""
    unit = func.coalesce(TaskCandidate.unit_id, Position.unit_id).label("unit")
    first = select(TaskCandidate.task_id.label("task"), unit).ext(distinct_on(TaskCandidate.task_id))
    of_open = first.join(UserTask, UserTask.id == TaskCandidate.task_id).where(UserTask.status == "OPEN")
    of_open = of_open.outerjoin(Position, Position.id == TaskCandidate.position_id)
    return of_open.order_by(TaskCandidate.task_id, TaskCandidate.id).subquery()


def of_unit(unit: UUID) -> ColumnElement[bool]:
    """Whether one of the task's candidates stands in the unit or in one under it."""
    tree = select(Unit.id).where(Unit.id == unit).cte(recursive=True)
    tree = tree.union(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    within = select(tree.c.id)
    posts = select(Position.id).where(Position.unit_id.in_(within))
    theirs = or_(TaskCandidate.unit_id.in_(within), TaskCandidate.position_id.in_(posts))
    return exists(select(TaskCandidate.id).where(TaskCandidate.task_id == UserTask.id, theirs))
