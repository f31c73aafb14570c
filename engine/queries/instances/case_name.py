"""Names a case for an operator, without its content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class CaseNameView:
    id: UUID
    process: str
    business_key: str | None
    status: str
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class CaseName(Query):
    """Names the root case of `instance`. Raises NotFound."""

    permission: ClassVar[str] = "operate"

    instance: UUID

    def run(self, context: QueryContext) -> CaseNameView:
        found = context.session.get(ProcessInstance, self.instance)
        if found is None:
            raise NotFound("Expected a case, but there is none under this address.")
        root = context.session.get_one(ProcessInstance, found.root_id)
        texts = context.platform.definitions.get(context.session, root.definition_id).texts
        return CaseNameView(id=root.id, process=root.process_key, business_key=root.business_key, status=root.status, texts=texts)
