"""Lists the instances of a tree that is not erased yet, the root last: in this order they are erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.privacy.tables import Erasure
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class InstancesOfCase(Query):
    """`case`: the root. Nothing where its erasure is recorded."""

    permission: ClassVar[str] = "system"

    case: UUID

    def run(self, context: QueryContext) -> list[UUID]:
        if context.session.get(Erasure, self.case) is not None:
            return []
        tree = select(ProcessInstance.id).where(ProcessInstance.root_id == self.case)
        return list(context.session.scalars(tree.order_by(ProcessInstance.parent_id.is_(None), ProcessInstance.id)))
