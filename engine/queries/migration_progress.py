"""How far a migration is: instances by their state, and why those that stayed did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import func, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.migrations import MigrationItem


@dataclass(frozen=True, kw_only=True)
class Progress:
    #: WAITING, MOVED, REFUSED, UNDONE, KEPT -> how many
    counts: Mapping[str, int]
    #: sentence -> how many
    reasons: Mapping[str, int]

    @property
    def done(self) -> bool:
        return not self.counts.get("WAITING")


@dataclass(frozen=True, kw_only=True)
class MigrationProgress(Query):
    permission: ClassVar[str] = "operate"

    migration: UUID

    def run(self, context: QueryContext) -> Progress:
        rows = context.session.execute(
            select(MigrationItem.status, func.count()).where(MigrationItem.migration_id == self.migration).group_by(MigrationItem.status)
        )
        refused = context.session.scalars(
            select(MigrationItem.reasons).where(MigrationItem.migration_id == self.migration, MigrationItem.status == "REFUSED")
        )
        reasons: Counter[Any] = Counter(reason["message"] for item in refused for reason in item)
        counts = {str(row[0]): int(row[1]) for row in rows}
        return Progress(counts=counts, reasons=reasons)
