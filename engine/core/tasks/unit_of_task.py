"""Says in which unit an open task lies: that of the first of its candidates."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, or_, select

from engine.persistence.tables.identity import Position, Unit
from engine.persistence.tables.instances import TaskCandidate, UserTask


def unit_of_task() -> ScalarSelect[UUID]:
    """A column beside UserTask; null where nobody is named."""
    unit = func.coalesce(TaskCandidate.unit_id, Position.unit_id)
    statement = select(unit).outerjoin(Position, Position.id == TaskCandidate.position_id).where(TaskCandidate.task_id == UserTask.id)
    return statement.order_by(TaskCandidate.id).limit(1).correlate(UserTask).scalar_subquery()


def of_unit(unit: UUID) -> ColumnElement[bool]:
    """Whether one of the task's candidates stands in the unit or in one under it."""
    tree = select(Unit.id).where(Unit.id == unit).cte(recursive=True)
    tree = tree.union(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    within = select(tree.c.id)
    posts = select(Position.id).where(Position.unit_id.in_(within))
    theirs = or_(TaskCandidate.unit_id.in_(within), TaskCandidate.position_id.in_(posts))
    return exists(select(TaskCandidate.id).where(TaskCandidate.task_id == UserTask.id, theirs))
