"""Counts the open tasks that wait for the reader, for the menu of every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.task_tabs import count_question, named_tab_condition
from engine.identity.access import named_values
from engine.identity.actor_questions import of_any_actor
from engine.model.actor import Actor


@dataclass(frozen=True, kw_only=True)
class OwnTasks(Query):
    """Answers how many, up to MAX_COUNT; what lies in the unit's queue is not counted until somebody takes it."""

    permission: ClassVar[str] = "person"

    def run(self, context: QueryContext) -> int:
        if not context.actor.seats:
            return 0
        asked = context.questions.ask(_own(context.actor), **named_values(context.actor, context.now))
        return int(asked.value)


@of_any_actor
def _own(actor: Actor) -> Select[int]:
    return count_question(named_tab_condition(actor, "mine"))
