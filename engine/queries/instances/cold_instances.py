"""What of a case lies in cold storage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class ColdInstances(Query):
    """The ids of the tree's instances that are cold: of the case, and of those that it called. Raises NotFound."""

    permission: ClassVar[str] = "administer"

    instance: UUID

    def run(self, context: QueryContext) -> list[UUID]:
        root = context.session.execute(select(ProcessInstance.root_id).where(ProcessInstance.id == self.instance)).scalar()
        if root is None:
            raise NotFound("Expected a case, but there is none under this id.")
        tree = select(ProcessInstance.id).where(ProcessInstance.root_id == root, ProcessInstance.cold)
        return list(context.session.scalars(tree.order_by(ProcessInstance.started_at, ProcessInstance.id)))
