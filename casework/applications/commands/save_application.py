"""Saves the answers that an applicant has typed, unchecked and unsent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from casework.applications.drafts import draft_of_holder, unseal_draft, version_of
from casework.records.public_numbers import DRAFT_LASTS, sealed_draft
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class SaveApplication(Command):
    """`answers` replace those of the same fields; other answers stay. `expected`: the version of these fields that was shown (None: any).

    Raises NotFound, InvalidState for a draft that was sent, and for answers that were changed in another place (reason elsewhere, version).
    """

    permission: ClassVar[str] = "public"
    repeatable: ClassVar[bool] = True

    draft: UUID
    token: str
    answers: dict[str, Any]
    expected: str | None = None

    def payload(self) -> dict[str, Any]:
        return {"draft": self.draft}

    def run(self, context: CommandContext) -> Answer:
        draft = draft_of_holder(context.session, self.draft, self.token, lock=True)
        if draft.sent_at is not None:
            raise InvalidState("Expected a draft that is not sent yet, but it was sent.")
        _token, answers = unseal_draft(context.platform.vault, draft)
        now = version_of(answers, self.answers)
        if self.expected is not None and now not in (self.expected, version_of(self.answers, self.answers)):
            raise InvalidState(
                "Expected the answers that were shown, but they were changed in another place.", reason="elsewhere", version=now
            )
        draft.answers = sealed_draft(context.platform.vault, self.token, {**answers, **self.answers})
        draft.saved_at, draft.expires_at = context.now, context.now + DRAFT_LASTS
        return {"draft": str(draft.id), "version": version_of(self.answers, self.answers)}
