"""Finds the full key of a series or register that the package of a case declares; an undeclared one would have no rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.records.manifest import registers, series
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class DeclaredSeries(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "system"

    instance: UUID
    series: str
    #: series or registers
    kind: str = "series"

    def run(self, context: QueryContext) -> str:
        instance = context.session.get_one(ProcessInstance, self.instance)
        loaded = context.platform.definitions.get(context.session, instance.definition_id)
        declared = registers(loaded.manifest) if self.kind == "registers" else series(loaded.manifest)
        if self.series not in [item.key for item in declared]:
            raise NotFound(f"Expected '{self.series}' among the {self.kind} of process.toml, but it declares none of that name.")
        return f"{loaded.package}.{self.series}"
