"""Publishes an approved draft at its time, or records the reason that holds it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import DeploymentRejected, InvalidState
from workshop.drafts.draft_files import draft_of
from workshop.publishing.commands.publish_package import check_ready, go_live


@dataclass(frozen=True, kw_only=True)
class PublishApprovedPackage(Command):
    """Changes nothing where the draft was changed or discarded meanwhile. Raises NotFound."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    draft: UUID

    def run(self, context: CommandContext) -> Answer:
        draft = draft_of(context, self.draft, lock=True)
        if draft.state != "APPROVED" or draft.live_at is None or draft.live_at > context.now:
            return {}
        try:
            check_ready(context, draft)
            # a deployment refuses before it writes anything
            return go_live(context, draft)
        except (InvalidState, DeploymentRejected) as refusal:
            draft.state, draft.live_at, draft.approved_by = "OPEN", None, None
            draft.held_back = "base" if isinstance(refusal, InvalidState) else "problems"
            return {"held_back": draft.held_back}
