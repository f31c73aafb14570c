"""Migrates one running instance of a migration, or records why it stays."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.migrate_instance import migrate_instance
from engine.core.turn import lock_instance
from engine.model.errors import MigrationRefused, Obstacle
from engine.persistence.tables.migrations import Migration, MigrationItem


@dataclass(frozen=True, kw_only=True)
class MigrateOneInstance(Command):
    """Stores a refusal as the verdict of its item and raises nothing, so that one instance stops no other. Repeated, it changes nothing."""

    permission: ClassVar[str] = "system"
    stored_name: ClassVar[str] = "MoveProcessInstance"
    repeatable: ClassVar[bool] = True

    migration: UUID
    instance: UUID

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.instance)
        item = context.session.get_one(MigrationItem, (self.migration, self.instance))
        migration = context.session.get_one(Migration, self.migration)
        if item.status != "WAITING":
            return {"status": item.status}
        target = context.platform.definitions.get(context.session, item.target_id)
        try:
            if instance.definition_id == target.id:
                raise MigrationRefused([Obstacle(element="", code="THERE_ALREADY", message="The case is on that version already.")])
            if instance.process_key != target.key:
                raise MigrationRefused([Obstacle(element="", code="OTHER_PROCESS", message="The version belongs to another process.")])
            migrate_instance(context, instance, target, migration.mapping.get(target.key, {}), item)
        except MigrationRefused as refused:
            item.status, item.at, item.reasons = "REFUSED", context.now, [asdict(obstacle) for obstacle in refused.obstacles]
        return {"status": item.status}
