"""Migrates all running instances of a version to another one: a job for each, in the background, each with its own verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import insert, select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.migration_scope import MigrationRequest
from engine.core.job_rows import MIGRATE_INSTANCE, platform_jobs
from engine.model.errors import InvalidState
from engine.persistence.tables.instances import ProcessInstance
from engine.persistence.tables.migrations import Migration, MigrationItem


@dataclass(frozen=True, kw_only=True)
class MigrateProcessInstances(MigrationRequest, Command):
    """Answers the migration's id and how many instances it concerns. Raises NotFound, and InvalidState for a version onto itself."""

    permission: ClassVar[str] = "design"

    def run(self, context: CommandContext) -> Answer:
        session = context.session
        source, target, found, rows = self.scope(session, context.platform.definitions)
        if source.id == target.id:
            raise InvalidState("Expected two versions, but they are the same.")
        mapping: dict[str, Any] = {route.source.key: dict(route.mapping) for route in found.values()}
        migration = Migration(
            id=context.new_id(),
            source_id=source.id,
            target_id=target.id,
            mapping=mapping,
            created_at=context.now,
            created_by=context.actor.person,
        )
        session.add(migration)
        session.flush()
        if rows:
            items = [
                {
                    "migration_id": migration.id,
                    "instance_id": row.id,
                    "target_id": found[row.definition_id].target.id,
                    "status": "WAITING",
                    "reasons": [],
                }
                for row in rows
            ]
            session.execute(insert(MigrationItem), items)
            platform_jobs(
                context, [row.id for row in rows], MIGRATE_INSTANCE, key=str(migration.id), variables={"migration": str(migration.id)}
            )
        return {"migration": str(migration.id), "instances": len(rows)}


def instances_of(context: CommandContext, migration: Migration, status: str) -> list[Any]:
    """Returns the ids of a migration's instances that are in a state, in the order of their ids."""
    statement = (
        select(ProcessInstance.id)
        .join(MigrationItem, MigrationItem.instance_id == ProcessInstance.id)
        .where(MigrationItem.migration_id == migration.id, MigrationItem.status == status)
        .order_by(ProcessInstance.id)
    )
    return list(context.session.scalars(statement))
