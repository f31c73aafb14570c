"""Finds the running instances that a call activity's token started."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class ChildrenOfToken(Query):
    permission: ClassVar[str] = "system"

    token: UUID

    def run(self, context: QueryContext) -> list[UUID]:
        statement = select(ProcessInstance.id).where(ProcessInstance.parent_token == self.token, ProcessInstance.status == "ACTIVE")
        return list(context.session.scalars(statement))
