"""Restores the bytes of one migrated instance, if nothing has changed it since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.migrate_instance import undo_migration_of
from engine.core.turn import lock_instance
from engine.persistence.tables.migrations import MigrationItem


@dataclass(frozen=True, kw_only=True)
class UndoMigrationOfInstance(Command):
    permission: ClassVar[str] = "system"
    stored_name: ClassVar[str] = "MoveProcessInstanceBack"
    repeatable: ClassVar[bool] = True

    migration: UUID
    instance: UUID

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.instance)
        item = context.session.get_one(MigrationItem, (self.migration, self.instance))
        if item.status == "MOVED":
            undo_migration_of(context, instance, item)
        return {"status": item.status}
