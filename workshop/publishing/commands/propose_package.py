"""Proposes a draft to a second person: it must be without errors, with a description of the change and its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import DeploymentRejected, InvalidState
from workshop.drafts.draft_files import draft_in_work, files_of
from workshop.publishing.readiness import readiness_of

SHORTEST, LONGEST = 10, 2000


@dataclass(frozen=True, kw_only=True)
class ProposePackage(Command):
    """Raises NotFound, InvalidState for a note that is too short, DeploymentRejected with every error of the files and of the gate."""

    permission: ClassVar[str] = "design"

    draft: UUID
    note: str

    def run(self, context: CommandContext) -> Answer:
        note = self.note.strip()
        if not SHORTEST <= len(note) <= LONGEST:
            raise InvalidState(f"Expected a note of {SHORTEST} to {LONGEST} characters, but it has {len(note)}.")
        draft = draft_in_work(context, self.draft)
        files = files_of(context.session, draft.id)
        if errors := readiness_of(context, draft.package, files).errors:
            raise DeploymentRejected(errors)
        draft.note, draft.state, draft.proposed_at, draft.proposed_by = note, "PROPOSED", context.now, context.actor.person
        draft.editor_id = draft.editor_until = None
        return {"draft": str(draft.id)}
