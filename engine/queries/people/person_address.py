"""Finds the mailbox of somebody of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.identity import Person


@dataclass(frozen=True, kw_only=True)
class PersonAddress(Query):
    """Answers a list of one address; an empty one where the person has none or has left."""

    permission: ClassVar[str] = "system"

    person: UUID

    def run(self, context: QueryContext) -> list[str]:
        person = context.session.get(Person, self.person)
        return [person.email] if person is not None and person.email and person.disabled_at is None else []
