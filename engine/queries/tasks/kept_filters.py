"""Lists the filters of the inbox that the reader has kept, each with how many tasks fit it now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.task_tabs import MAX_COUNT
from engine.persistence.questions import Question
from engine.persistence.tables.filters import KeptFilter
from engine.persistence.tables.instances import ProcessInstance, UserTask
from engine.queries.tasks.task_list import TaskList

_OWN = Question(select(KeptFilter).where(KeptFilter.person_id == bindparam("actor_person", type_=Uuid())).order_by(KeptFilter.name))


@dataclass(frozen=True, kw_only=True)
class KeptFilterView:
    id: UUID
    name: str
    tasks: TaskList
    #: up to MAX_COUNT
    count: int


@dataclass(frozen=True, kw_only=True)
class KeptFilters(Query):
    """Two statements, however many there are; none for their counts where there are none."""

    permission: ClassVar[str] = "person"

    def run(self, context: QueryContext) -> list[KeptFilterView]:
        return self.begin(context)()()

    def begin(self, context: QueryContext) -> Callable[[], Callable[[], list[KeptFilterView]]]:
        """Asks with the context's other questions. The function that it returns asks for the counts, whose function reads the answer."""
        own = context.questions.ask(_OWN, actor_person=context.actor.person)
        return lambda: self._begin_counts(context, own.rows)

    def _begin_counts(self, context: QueryContext, rows: Sequence[Any]) -> Callable[[], list[KeptFilterView]]:
        if not rows:
            return list
        lists = [TaskList(tab=row.tab, text=row.text, process=row.process, due=row.due, order=row.order) for row in rows]
        counts: list[Any] = []
        for tasks in lists:
            fitting = select(UserTask.id).join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
            capped = fitting.where(tasks.condition(context)).limit(MAX_COUNT).subquery()
            counts.append(select(func.count()).select_from(capped).scalar_subquery().label(f"count_{len(counts)}"))
        found = context.questions.ask(select(*counts))
        return lambda: [
            KeptFilterView(id=row.id, name=row.name, tasks=tasks, count=count)
            for row, tasks, count in zip(rows, lists, found.first or (), strict=True)
        ]
