"""Records that a case looked up another institution's registry: its purpose, and whether it answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from casework.registries.tables import RegistryCall
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance


@dataclass(frozen=True, kw_only=True)
class RecordLookup(Command):
    """`job`: the step that asked, by which it is recorded once. Raises NotFound."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    instance: UUID
    job: UUID
    register: str
    purpose: str
    basis: str
    status: str

    def payload(self) -> dict[str, Any]:
        return {"register": self.register, "purpose": self.purpose, "basis": self.basis, "status": self.status}

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.instance)
        row = insert(RegistryCall).values(id=self.job, instance_id=instance.root_id, asked_at=context.now, **self.payload())
        if context.session.execute(row.on_conflict_do_nothing().returning(RegistryCall.id)).first():
            context.audit(instance)
        return {}
