"""Reads the name of a unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.identity import Unit


@dataclass(frozen=True, kw_only=True)
class UnitName(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "person"

    unit: UUID

    def run(self, context: QueryContext) -> str:
        found = context.session.get(Unit, self.unit)
        if found is None:
            raise NotFound("Expected a unit, but there is none under this address.")
        return found.name
