"""Deletes a filter that a person has kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import delete

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.persistence.tables.filters import KeptFilter


@dataclass(frozen=True, kw_only=True)
class DeleteFilter(Command):
    """One's own; somebody else's, or one that is gone, stays as it is."""

    permission: ClassVar[str] = "person"
    repeatable: ClassVar[bool] = True

    filter: UUID

    def run(self, context: CommandContext) -> Answer:
        context.session.execute(delete(KeptFilter).where(KeptFilter.id == self.filter, KeptFilter.person_id == context.actor.person))
        return {"filter": str(self.filter)}
