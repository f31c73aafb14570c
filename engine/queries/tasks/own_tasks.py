"""Counts the open tasks that wait for the reader, for the menu of every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.task_tabs import count_tasks, tab_condition


@dataclass(frozen=True, kw_only=True)
class OwnTasks(Query):
    """Answers how many, up to MAX_COUNT; what lies in the unit's queue is not counted until somebody takes it."""

    permission: ClassVar[str] = "person"

    def run(self, context: QueryContext) -> int:
        return count_tasks(context, tab_condition(context, "mine"))[0] if context.actor.seats else 0
