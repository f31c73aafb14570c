"""Counts the instances of a migration by their state, and lists the reasons of those that stayed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import func, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.definitions import ProcessDefinition
from engine.persistence.tables.migrations import Migration, MigrationItem


@dataclass(frozen=True, kw_only=True)
class MigrationProgressView:
    #: WAITING, MOVED, REFUSED, UNDONE, KEPT -> how many
    counts: Mapping[str, int]
    #: sentence -> how many
    reasons: Mapping[str, int]
    #: (code of the obstacle, element) -> how many
    obstacles: Mapping[tuple[str, str], int]
    #: the process and the versions, as people count them
    process: str
    source_version: int
    target_version: int
    created_at: datetime

    @property
    def done(self) -> bool:
        return not self.counts.get("WAITING")


@dataclass(frozen=True, kw_only=True)
class MigrationProgress(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "design"

    migration: UUID

    def run(self, context: QueryContext) -> MigrationProgressView:
        migration = context.session.get(Migration, self.migration)
        if migration is None:
            raise NotFound("Expected a migration, but there is none under this id.")
        source, target = (context.session.get_one(ProcessDefinition, item) for item in (migration.source_id, migration.target_id))
        rows = context.session.execute(
            select(MigrationItem.status, func.count()).where(MigrationItem.migration_id == self.migration).group_by(MigrationItem.status)
        )
        refused = context.session.scalars(
            select(MigrationItem.reasons).where(MigrationItem.migration_id == self.migration, MigrationItem.status == "REFUSED")
        )
        found = [reason for item in refused for reason in item]
        reasons: Counter[Any] = Counter(reason["message"] for reason in found)
        counts = {str(row[0]): int(row[1]) for row in rows}
        return MigrationProgressView(
            counts=counts,
            reasons=reasons,
            obstacles=Counter((reason["code"], reason["element"]) for reason in found),
            process=source.key,
            source_version=source.version,
            target_version=target.version,
            created_at=migration.created_at,
        )
