"""Restores a file of a draft to its content before one change, as another change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import NotFound
from workshop.drafts.draft_files import change_file, take_draft_lock
from workshop.drafts.tables import PackageDraftChange


@dataclass(frozen=True, kw_only=True)
class RevertDraftChange(Command):
    """Raises NotFound, InvalidState, DraftLocked."""

    permission: ClassVar[str] = "design"
    stored_name: ClassVar[str] = "TakeBackChange"

    draft: UUID
    change: UUID

    def run(self, context: CommandContext) -> Answer:
        draft = take_draft_lock(context, self.draft)
        row = context.session.get(PackageDraftChange, self.change)
        if row is None or row.draft_id != draft.id:
            raise NotFound("Expected a change of this draft, but there is none under this address.")
        return {"changed": [row.path] if change_file(context, draft, row.path, row.before) else []}
