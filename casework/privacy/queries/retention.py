"""Finds ended cases whose retention is over (docs/law/archives.md#retention)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.instances import ProcessInstance

LIMIT = 1_000


@dataclass(frozen=True, kw_only=True)
class ExpiredCases(Query):
    """Lists the oldest first, whole trees only: the root case and all that it called must have ended long enough ago."""

    permission: ClassVar[str] = "administer"

    #: process key -> years
    years: Mapping[str, int]

    def run(self, context: QueryContext) -> list[UUID]:
        found: list[UUID] = []
        for process, years in sorted(self.years.items()):
            try:
                limit = context.now.replace(year=context.now.year - years)
            except ValueError:  # 29 February
                limit = context.now.replace(year=context.now.year - years, day=28)
            young = select(ProcessInstance.root_id).where((ProcessInstance.status == "ACTIVE") | (ProcessInstance.ended_at > limit))
            roots = select(ProcessInstance.id).where(ProcessInstance.process_key == process, ProcessInstance.parent_id.is_(None))
            statement = (
                select(ProcessInstance.id)
                .where(ProcessInstance.root_id.in_(roots), ProcessInstance.root_id.not_in(young), ProcessInstance.title != "")
                .order_by(ProcessInstance.ended_at)
                .limit(LIMIT)
            )
            found += context.session.scalars(statement)
        return found
