"""Finds a person by e-mail address, for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.identity import Person


@dataclass(frozen=True, kw_only=True)
class PersonView:
    id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class PersonByEmail(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "administer"

    email: str

    def run(self, context: QueryContext) -> PersonView:
        wanted = select(Person).where(func.lower(Person.email) == self.email.strip().lower(), Person.disabled_at.is_(None))
        person = context.session.scalars(wanted).first()
        if person is None:
            raise NotFound("Expected somebody with this address, but there is nobody.")
        return PersonView(id=person.id, name=person.name)
