"""Lists with whom the reader shares a queue: those who act today in the same role of the same unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.assignment import Candidate
from engine.identity.colleagues import people_acting_for


@dataclass(frozen=True, kw_only=True)
class Colleagues(Query):
    """Answers (person, name, title) without the reader, by their names."""

    permission: ClassVar[str] = "person"

    def run(self, context: QueryContext) -> list[tuple[UUID, str, str]]:
        queues = [Candidate(unit=seat.unit, role=seat.role) for seat in context.actor.seats]
        found = people_acting_for(context.session, queues, context.now) if queues else {}
        return [(person, *words) for person, words in found.items() if person != context.actor.person]
