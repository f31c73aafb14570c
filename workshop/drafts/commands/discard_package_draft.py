"""Discards a draft; the live package stays as it is, and so does the draft's history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from workshop.drafts.draft_files import take_draft_lock


@dataclass(frozen=True, kw_only=True)
class DiscardPackageDraft(Command):
    """Raises NotFound, InvalidState, DraftLocked."""

    permission: ClassVar[str] = "design"

    draft: UUID

    def run(self, context: CommandContext) -> Answer:
        draft = take_draft_lock(context, self.draft)
        draft.state, draft.ended_at, draft.ended_by = "DISCARDED", context.now, context.actor.person
        return {"draft": str(draft.id)}
