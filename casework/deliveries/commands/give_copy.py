"""Lets a position read a case: a copy is something to read, and no task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid5

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.access import grant
from engine.identity.assignment import Candidate, position_named
from engine.model.errors import NotFound
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class GiveCopy(Command):
    """`position`: an id or a code. Raises NotFound."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    instance: UUID
    position: str

    def run(self, context: CommandContext) -> Answer:
        instance = context.session.get_one(ProcessInstance, self.instance)
        position = position_named(context.session, self.position, context.today)
        if position is None:
            raise NotFound(f"Expected the id or the code of a position, but there is none called '{self.position}'.")
        key = uuid5(instance.root_id, f"copy {position.id}")
        grant(context.rows, instance.root_id, Candidate(position=position.id), level="read", reason="copy", now=context.now, identifier=key)
        context.audit(instance)
        return {"position": str(position.id)}
