"""Reads the data of a lookup with references replaced by their values, for that registry only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from casework.subjects.subject_data import reveal_references
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class LookupData(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "system"

    instance: UUID
    data: Mapping[str, Any]

    def run(self, context: QueryContext) -> dict[str, Any]:
        instance = context.session.get(ProcessInstance, self.instance)
        if instance is None:
            raise NotFound("Expected a case, but there is none under this id.")
        return dict(reveal_references(context, instance.root_id, self.data))
