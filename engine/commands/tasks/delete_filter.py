"""Deletes a filter that a person has kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import delete

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import NotFound
from engine.persistence.tables.filters import KeptFilter


@dataclass(frozen=True, kw_only=True)
class DeleteFilter(Command):
    """One's own. Raises NotFound, the same for somebody else's and for none."""

    permission: ClassVar[str] = "person"

    filter: UUID

    def run(self, context: CommandContext) -> Answer:
        own = (KeptFilter.id == self.filter, KeptFilter.person_id == context.actor.person)
        if context.session.execute(delete(KeptFilter).where(*own).returning(KeptFilter.id)).first() is None:
            raise NotFound("Expected a filter of your own, but there is none under this address.")
        return {"filter": str(self.filter)}
