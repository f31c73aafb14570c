"""Reads the first page of who leads: what waits for them, what they gave on, and how the units below stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Select, and_, exists, literal_column, not_, select
from sqlalchemy.orm import aliased

from casework.cases.queries.task_list_page import rows_with_origins
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.list_questions import URGENT, task_question
from engine.core.tasks.task_tabs import count_question, named_tab_condition
from engine.identity.access import BOUND_NOW, NAMED, may_do, may_see, named_values
from engine.identity.actor_questions import of_any_actor
from engine.identity.position_holders import PositionWithHolder
from engine.model.actor import Actor
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask
from engine.queries.tasks.task_list import TaskRow, task_rows
from engine.queries.tasks.unit_figures import UnitFigures, UnitFiguresView

#: tasks shown of each kind; the inbox has them all
SHOWN = 5
#: tasks looked at for what was given on, and people named of each case
GIVEN, PEOPLE = 60, 3


@dataclass(frozen=True, kw_only=True)
class GivenOn:
    """A case on which the reader had a step, and what others have open now in the cases that it called.

    `case`: one of these, from which the tree is shown. `who`: up to PEOPLE of those who have it.
    """

    case: UUID
    title: str
    confidential: bool
    who: list[PositionWithHolder]
    open: int
    unread: int
    late: int


@dataclass(frozen=True, kw_only=True)
class TaskOverviewView:
    #: the most urgent first
    waiting: list[TaskRow]
    #: up to MAX_COUNT
    count: int
    #: the newest first
    given: list[GivenOn]
    units: UnitFiguresView


@dataclass(frozen=True, kw_only=True)
class TaskOverview(Query):
    permission: ClassVar[str] = "person"

    def run(self, context: QueryContext) -> TaskOverviewView:
        values = named_values(context.actor, context.now)
        own, count = (context.questions.ask(question(context.actor), **values) for question in (_most_urgent, _number))
        given, units = self._given(context), UnitFigures().begin(context)
        shown = given()
        return TaskOverviewView(
            waiting=rows_with_origins(context, task_rows(context, own.rows, of_others=False)), count=count.value, given=shown, units=units()
        )

    def _given(self, context: QueryContext) -> Callable[[], list[GivenOn]]:
        asked = context.questions.ask(_given(context.actor), **named_values(context.actor, context.now))

        def read() -> list[GivenOn]:
            groups: dict[UUID | None, list[TaskRow]] = {}
            for row in task_rows(context, asked.rows, of_others=True):
                groups.setdefault(row.parent, []).append(row)
            return [_given_on(context, rows) for rows in list(groups.values())[:SHOWN]]

        return read


@of_any_actor
def _most_urgent(actor: Actor) -> Select[*tuple[Any, ...]]:
    return task_question(named_tab_condition(actor, "mine")).order_by(*URGENT).limit(SHOWN)


@of_any_actor
def _number(actor: Actor) -> Select[int]:
    return count_question(named_tab_condition(actor, "mine"))


@of_any_actor
def _given(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The newest tasks of others in cases that were called by those on which the actor works, as far as the actor may see them."""
    caller, newest_first = aliased(CaseAccess), (UserTask.created_at.desc(), UserTask.id)
    worked = and_(NAMED.held(caller.position_id), caller.reason == "task", caller.level == literal_column("'work'"), not_(caller.ended))
    called = select(caller.instance_id).where(worked)
    anybody = exists(select(TaskCandidate.id).where(TaskCandidate.task_id == UserTask.id))
    given = select(UserTask.id.label("task"), UserTask.created_at).join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
    given = given.where(UserTask.status == "OPEN", ProcessInstance.parent_id.in_(called))
    # OFFSET 0: first the order, then who has each and who may see it, until enough are found; of all of them that would be asked for long
    ordered = given.order_by(*newest_first).offset(0).subquery()
    seen = (anybody, not_(may_do(actor, NAMED)), may_see(actor, UserTask.instance_id, BOUND_NOW, NAMED))
    listed = task_question(and_(*seen)).join(ordered, ordered.c.task == UserTask.id)
    return listed.order_by(ordered.c.created_at.desc(), ordered.c.task).limit(GIVEN)


def _given_on(context: QueryContext, rows: Sequence[TaskRow]) -> GivenOn:
    return GivenOn(
        case=rows[0].instance,
        title=rows[0].title,
        confidential=rows[0].confidential,
        who=[seat for row in rows for seat in row.others][:PEOPLE],
        open=len(rows),
        unread=sum(row.unread for row in rows),
        late=sum(row.due_at is not None and row.due_at < context.now for row in rows),
    )
