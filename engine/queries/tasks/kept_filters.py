"""Lists the filters of the inbox that the reader has kept, each with how many tasks fit it now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.task_tabs import MAX_COUNT
from engine.persistence.tables.filters import KeptFilter
from engine.persistence.tables.instances import ProcessInstance, UserTask
from engine.queries.tasks.task_list import TaskList


@dataclass(frozen=True, kw_only=True)
class KeptFilterView:
    id: UUID
    name: str
    tasks: TaskList
    #: up to MAX_COUNT
    count: int


@dataclass(frozen=True, kw_only=True)
class KeptFilters(Query):
    """Two statements, however many there are."""

    permission: ClassVar[str] = "person"

    def run(self, context: QueryContext) -> list[KeptFilterView]:
        own = select(KeptFilter).where(KeptFilter.person_id == context.actor.person).order_by(KeptFilter.name)
        rows = context.session.scalars(own).all()
        if not rows:
            return []
        lists = [TaskList(tab=row.tab, text=row.text, process=row.process, due=row.due, order=row.order) for row in rows]
        counts = []
        for tasks in lists:
            fitting = select(UserTask.id).join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
            capped = fitting.where(tasks.condition(context)).limit(MAX_COUNT).subquery()
            counts.append(select(func.count()).select_from(capped).scalar_subquery())
        found = context.session.execute(select(*counts)).one()
        return [
            KeptFilterView(id=row.id, name=row.name, tasks=tasks, count=count) for row, tasks, count in zip(rows, lists, found, strict=True)
        ]
