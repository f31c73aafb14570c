"""Undoes a migration for every instance that nothing has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.commands.migration.migrate_process_instances import instances_of
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.job_rows import UNDO_MIGRATION_OF_INSTANCE, platform_jobs
from engine.model.errors import NotFound
from engine.persistence.tables.migrations import Migration


@dataclass(frozen=True, kw_only=True)
class UndoMigration(Command):
    """Undoes in the background; answers how many instances it tries. Raises NotFound."""

    permission: ClassVar[str] = "design"

    migration: UUID

    def run(self, context: CommandContext) -> Answer:
        migration = context.session.get(Migration, self.migration)
        if migration is None:
            raise NotFound("Expected a migration, but there is none under this id.")
        moved = instances_of(context, migration, "MOVED")
        if moved:
            platform_jobs(context, moved, UNDO_MIGRATION_OF_INSTANCE, key=str(migration.id), variables={"migration": str(migration.id)})
        return {"instances": len(moved)}
