"""Reads the inbox as its page shows it: the list of tasks, with where each case comes from in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from sqlalchemy import select

from casework.wording.facts import origin_of
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.instances import ProcessInstance
from engine.queries.tasks.task_list import Inbox, TaskList, TaskRow


@dataclass(frozen=True, kw_only=True)
class TaskListPage(Query):
    """`origin` of each row is a Fact, or None; else as TaskList."""

    permission: ClassVar[str] = "person"

    tasks: TaskList

    def run(self, context: QueryContext) -> Inbox:
        inbox = self.tasks.run(context)
        return replace(inbox, rows=rows_with_origins(context, inbox.rows))


def rows_with_origins(context: QueryContext, found: Sequence[TaskRow]) -> list[TaskRow]:
    """Returns the rows with where each case comes from in words."""
    wanted = select(ProcessInstance).where(ProcessInstance.id.in_({row.instance for row in found}))
    instances = {instance.id: instance for instance in context.session.scalars(wanted)}
    rows = []
    for row in found:
        instance = instances[row.instance]
        loaded = context.platform.definitions.get(context.session, instance.definition_id)
        name = loaded.manifest.case(instance.process_key).origin
        rows.append(replace(row, origin=origin_of(context, loaded, instance.root_id, instance.facts, name)))
    return rows
