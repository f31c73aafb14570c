"""Selects the tasks of each group of the inbox: mine, my unit's, those below me, those of others, and those that I have done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal_column, not_, or_, select, true, tuple_

from engine.core.context import QueryContext
from engine.identity.access import BOUND_NOW, NAMED, Sides, may_do, may_see, sides_of
from engine.identity.seen_going_on import seen_going_on
from engine.model.actor import Actor
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.identity import Position
from engine.persistence.tables.instances import TaskCandidate, UserTask

TABS = ("mine", "unit", "agency", "waiting", "done")
#: counts above this are shown as "99+": counting on costs more than the figure tells
MAX_COUNT = 100


def tab_condition(context: QueryContext, tab: str) -> ColumnElement[bool]:
    """Selects the tasks of a group: mine, unit, agency (below me), waiting, done; or others: open ones of others that I may see."""
    actor = context.actor
    if tab == "others" and actor.seats:
        anybody = exists(select(TaskCandidate.id).where(TaskCandidate.task_id == UserTask.id))
        return and_(UserTask.status == "OPEN", anybody, not_(may_do(actor)), UserTask.instance_id.in_(seen_going_on(actor, context.now)))
    return _condition(actor, sides_of(actor), tab, context.now)


def named_tab_condition(actor: Actor, tab: str) -> ColumnElement[bool]:
    """The same for a statement that is built once for all actors of the same `shape_of`; `named_values` fills it. Not for `others`."""
    return _condition(actor, NAMED, tab, BOUND_NOW)


def _condition(actor: Actor, sides: Sides, tab: str, now: Any) -> ColumnElement[bool]:
    if tab == "done":
        return and_(UserTask.status == "COMPLETED", UserTask.completed_by == sides.person)
    if not actor.seats:
        return false()
    candidate, still_open = TaskCandidate, UserTask.status == "OPEN"
    seated = sides.seated(candidate.unit_id, candidate.role)
    if tab == "unit":
        queued = UserTask.id.in_(select(candidate.task_id).where(seated))
        return and_(still_open, queued, UserTask.claimed_by.is_(None))
    if tab == "mine":
        # first those of the actor, which are few, in one look-up; then which of them are free or the actor's
        own = UserTask.id.in_(select(candidate.task_id).where(or_(sides.held(candidate.position_id), seated)))
        by_name = exists(select(candidate.id).where(candidate.task_id == UserTask.id, sides.held(candidate.position_id)))
        return and_(still_open, own, or_(UserTask.claimed_by == sides.person, and_(UserTask.claimed_by.is_(None), by_name)))
    if tab == "agency":
        if not actor.oversees:
            return false()
        roles = select(Position.unit_id, Position.role).where(sides.below(Position.id))
        theirs = or_(sides.below(candidate.position_id), tuple_(candidate.unit_id, candidate.role).in_(roles))
        under = UserTask.id.in_(select(candidate.task_id).where(theirs))
        # the same rule as for the case itself: nothing secret, and nothing that the page of the case would not show
        return and_(still_open, under, not_(may_do(actor, sides)), may_see(actor, UserTask.instance_id, now, sides))
    return and_(still_open, UserTask.instance_id.in_(select(CaseAccess.instance_id).where(*_going_on(sides))), not_(may_do(actor, sides)))


def _going_on(sides: Sides) -> tuple[ColumnElement[bool], ...]:
    """Grants of work on cases that go on, by an index of those alone."""
    return CaseAccess.level == literal_column("'work'"), not_(CaseAccess.ended), sides.held(CaseAccess.position_id)


def waiting_of_one_post(actor: Actor) -> Select[UUID]:
    """The tasks of the group `waiting` for an actor with one position: case by case, so that whoever counts up to a figure may stop.

    Asked for the tasks of a set of cases, the database would read all open tasks that there are: it cannot know that most of these are
    the actor's own.
    """
    in_case = select(UserTask.id).where(UserTask.instance_id == CaseAccess.instance_id, UserTask.status == "OPEN")
    # OFFSET 0: looked up for each case
    task = in_case.correlate(CaseAccess).offset(0).lateral("task")
    candidate = TaskCandidate
    named = or_(NAMED.held(candidate.position_id), NAMED.seated(candidate.unit_id, candidate.role))
    own = exists(select(candidate.id).where(candidate.task_id == task.c.id, named))
    return select(task.c.id).select_from(CaseAccess).join(task, true()).where(*_going_on(NAMED), not_(own))


def count_question(*counted: ColumnElement[bool] | Select[UUID]) -> Select[Any]:
    """Counts the tasks that fit each condition, or that are selected, each up to MAX_COUNT: a column each."""
    chosen = (each if isinstance(each, Select) else select(UserTask.id).where(each) for each in counted)
    counts = [select(func.count()).select_from(each.limit(MAX_COUNT).subquery()) for each in chosen]
    return select(*(count.scalar_subquery().label(f"count_{number}") for number, count in enumerate(counts)))
