"""The versions of a package's processes with running cases, and the migrations between them so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.definitions import ProcessDefinition
from engine.persistence.tables.instances import ProcessInstance
from engine.persistence.tables.migrations import Migration

MAX_MIGRATIONS = 20


@dataclass(frozen=True, kw_only=True)
class RunningVersion:
    process: str
    name: str
    version: int
    newest: int
    deployed_at: datetime
    running: int


@dataclass(frozen=True, kw_only=True)
class PastMigration:
    id: UUID
    process: str
    source_version: int
    target_version: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RunningVersionsView:
    package: str
    #: with running cases, the newest first
    versions: Sequence[RunningVersion]
    past: Sequence[PastMigration]
    #: process -> ids of the newest version's elements, for who maps what was renamed
    elements: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class RunningVersions(Query):
    """Raises NotFound for a package that was never deployed."""

    permission: ClassVar[str] = "design"

    package: str

    def run(self, context: QueryContext) -> RunningVersionsView:
        session = context.session
        latest = select(ProcessDefinition.key, func.max(ProcessDefinition.version)).where(ProcessDefinition.package == self.package)
        newest: dict[str, int] = dict(list(session.execute(latest.group_by(ProcessDefinition.key))))
        if not newest:
            raise NotFound("Expected a package that is live, but it never was.")
        counted = (
            select(ProcessDefinition, func.count())
            .join(ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id)
            .where(ProcessDefinition.package == self.package, ProcessInstance.status == "ACTIVE")
            .group_by(ProcessDefinition.id)
            .order_by(ProcessDefinition.key, ProcessDefinition.version.desc())
        )
        loaded = {key: context.platform.definitions.latest(session, key) for key in newest}
        names = {key: item.definition.process.name or key for key, item in loaded.items()}
        return RunningVersionsView(
            package=self.package,
            versions=[
                RunningVersion(
                    process=row.key,
                    name=names[row.key],
                    version=row.version,
                    newest=newest[row.key],
                    deployed_at=row.deployed_at,
                    running=count,
                )
                for row, count in session.execute(counted)
            ],
            past=self._past(context),
            elements={
                key: {element.id: element.name or element.id for element in item.definition.process.elements.values()}
                for key, item in loaded.items()
            },
        )

    def _past(self, context: QueryContext) -> list[PastMigration]:
        source, target = aliased(ProcessDefinition), aliased(ProcessDefinition)
        statement = (
            select(Migration, source, target)
            .join(source, source.id == Migration.source_id)
            .join(target, target.id == Migration.target_id)
            .where(source.package == self.package)
            .order_by(Migration.created_at.desc())
            .limit(MAX_MIGRATIONS)
        )
        return [
            PastMigration(id=row.id, process=old.key, source_version=old.version, target_version=new.version, at=row.created_at)
            for row, old, new in context.session.execute(statement)
        ]
