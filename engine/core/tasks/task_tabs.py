"""Selects the tasks of each group of the inbox: mine, my unit's, those below me, those of others, and those that I have done."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal_column, not_, or_, select, tuple_

from engine.core.context import QueryContext
from engine.identity.access import may_do, may_see, seen_going_on
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.identity import Position
from engine.persistence.tables.instances import TaskCandidate, UserTask

TABS = ("mine", "unit", "agency", "waiting", "done")
#: counts above this are shown as "99+": counting on costs more than the figure tells
MAX_COUNT = 100


def tab_condition(context: QueryContext, tab: str) -> ColumnElement[bool]:
    """Selects the tasks of a group: mine, unit, agency (below me), waiting, done; or others: open ones of others that I may see."""
    actor = context.actor
    if tab == "done":
        return and_(UserTask.status == "COMPLETED", UserTask.completed_by == actor.person)
    if not actor.seats:
        return false()
    still_open = UserTask.status == "OPEN"
    pairs = [(seat.unit, seat.role) for seat in actor.seats]
    queued = UserTask.id.in_(select(TaskCandidate.task_id).where(tuple_(TaskCandidate.unit_id, TaskCandidate.role).in_(pairs)))
    if tab == "unit":
        return and_(still_open, queued, UserTask.claimed_by.is_(None))
    if tab == "mine":
        # first those of the actor, which are few, in one look-up; then which of them are free or the actor's
        either = or_(TaskCandidate.position_id.in_(actor.positions), tuple_(TaskCandidate.unit_id, TaskCandidate.role).in_(pairs))
        own = UserTask.id.in_(select(TaskCandidate.task_id).where(either))
        by_name = exists(
            select(TaskCandidate.id).where(TaskCandidate.task_id == UserTask.id, TaskCandidate.position_id.in_(actor.positions))
        )
        return and_(still_open, own, or_(UserTask.claimed_by == actor.person, and_(UserTask.claimed_by.is_(None), by_name)))
    if tab == "agency":
        below = list(actor.oversees)
        roles = select(Position.unit_id, Position.role).where(Position.id.in_(below))
        theirs = or_(TaskCandidate.position_id.in_(below), tuple_(TaskCandidate.unit_id, TaskCandidate.role).in_(roles))
        under = UserTask.id.in_(select(TaskCandidate.task_id).where(theirs))
        # the same rule as for the case itself: nothing secret, and nothing that the page of the case would not show
        return and_(still_open, under, not_(may_do(actor)), may_see(actor, UserTask.instance_id, context.now)) if below else false()
    if tab == "others":
        anybody = exists(select(TaskCandidate.id).where(TaskCandidate.task_id == UserTask.id))
        return and_(still_open, anybody, not_(may_do(actor)), UserTask.instance_id.in_(seen_going_on(actor, context.now)))
    # of cases that go on, by an index of those alone
    going_on = (CaseAccess.level == literal_column("'work'"), not_(CaseAccess.ended), CaseAccess.position_id.in_(actor.positions))
    return and_(still_open, UserTask.instance_id.in_(select(CaseAccess.instance_id).where(*going_on)), not_(may_do(actor)))


def count_question(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Counts the tasks that fit each condition, each up to MAX_COUNT: a column each."""
    counts = [select(func.count()).select_from(select(UserTask.id).where(where).limit(MAX_COUNT).subquery()) for where in conditions]
    return select(*(count.scalar_subquery().label(f"count_{number}") for number, count in enumerate(counts)))


def count_tasks(context: QueryContext, *conditions: ColumnElement[bool]) -> list[int]:
    """Counts the tasks that fit each condition, each up to MAX_COUNT, in one statement."""
    return list(context.session.execute(count_question(*conditions)).one()) if conditions else []
