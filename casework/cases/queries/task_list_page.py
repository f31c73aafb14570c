"""Reads the inbox as its page shows it: the list of tasks, with where each case comes from in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from casework.wording.facts import origins_of
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.queries.tasks.task_list import Inbox, TaskList, TaskRow


@dataclass(frozen=True, kw_only=True)
class TaskListPage(Query):
    """`origin` of each row is a Fact, or None; else as TaskList."""

    permission: ClassVar[str] = "person"

    tasks: TaskList

    def run(self, context: QueryContext) -> Inbox:
        return with_origins(context, self.tasks.run(context))


def with_origins(context: QueryContext, inbox: Inbox) -> Inbox:
    return replace(inbox, rows=rows_with_origins(context, inbox.rows))


def rows_with_origins(context: QueryContext, found: Sequence[TaskRow]) -> list[TaskRow]:
    """Returns the rows with where each case comes from in words."""
    definitions = context.platform.definitions
    cases = [(definitions.get(context.session, row.definition), row.process, row.root, row.origin) for row in found]
    return [replace(row, origin=origin) for row, origin in zip(found, origins_of(context, cases), strict=True)]
