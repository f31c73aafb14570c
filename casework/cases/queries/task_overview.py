"""Reads the first page of who leads: what waits for them, what they gave on, and how the units below stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from casework.cases.queries.task_list_page import rows_with_origins
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.task_tabs import count_question, tab_condition
from engine.identity.position_holders import PositionWithHolder
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.instances import ProcessInstance, UserTask
from engine.queries.tasks.task_list import URGENT, TaskRow, task_question, task_rows
from engine.queries.tasks.unit_figures import UnitFigures, UnitFiguresView

#: tasks shown of each kind; the inbox has them all
SHOWN = 5
#: tasks looked at for what was given on, and people named of each case
GIVEN, NAMED = 60, 3


@dataclass(frozen=True, kw_only=True)
class GivenOn:
    """A case on which the reader had a step, and what others have open now in the cases that it called.

    `case`: one of these, from which the tree is shown. `who`: up to NAMED of those who have it.
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
        mine = tab_condition(context, "mine")
        own = context.questions.ask(task_question(mine).order_by(*URGENT).limit(SHOWN))
        count, given, units = context.questions.ask(count_question(mine)), self._given(context), UnitFigures().begin(context)
        shown = given()
        return TaskOverviewView(
            waiting=rows_with_origins(context, task_rows(context, own.rows, of_others=False)), count=count.value, given=shown, units=units()
        )

    def _given(self, context: QueryContext) -> Callable[[], list[GivenOn]]:
        caller = aliased(CaseAccess)
        worked = and_(caller.position_id.in_(context.actor.positions), caller.reason == "task", caller.level == "work")
        called = select(caller.instance_id).where(worked)
        statement = task_question(and_(ProcessInstance.parent_id.in_(called), tab_condition(context, "others")))
        asked = context.questions.ask(statement.order_by(UserTask.created_at.desc(), UserTask.id).limit(GIVEN))

        def read() -> list[GivenOn]:
            groups: dict[UUID | None, list[TaskRow]] = {}
            for row in task_rows(context, asked.rows, of_others=True):
                groups.setdefault(row.parent, []).append(row)
            return [_given_on(context, rows) for rows in list(groups.values())[:SHOWN]]

        return read


def _given_on(context: QueryContext, rows: Sequence[TaskRow]) -> GivenOn:
    return GivenOn(
        case=rows[0].instance,
        title=rows[0].title,
        confidential=rows[0].confidential,
        who=[seat for row in rows for seat in row.others][:NAMED],
        open=len(rows),
        unread=sum(row.unread for row in rows),
        late=sum(row.due_at is not None and row.due_at < context.now for row in rows),
    )
