"""Issues a code that opens a draft on another device or at a counter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.applications.drafts import draft_of_holder
from casework.records.public_numbers import CODE_LASTS, hash_token, new_code, normalise_code
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class IssueDraftCode(Command):
    """Answers the code; an earlier code opens nothing any more. Raises NotFound, InvalidState for a draft that was sent."""

    permission: ClassVar[str] = "public"
    stored_name: ClassVar[str] = "CarryDraft"

    draft: UUID
    token: str

    def payload(self) -> dict[str, UUID]:
        return {"draft": self.draft}

    def run(self, context: CommandContext) -> Answer:
        draft = draft_of_holder(context.session, self.draft, self.token, lock=True)
        if draft.sent_at is not None:
            raise InvalidState("Expected a draft that is not sent yet, but it was sent.")
        code = new_code()
        draft.code_hash, draft.code_expires_at = hash_token(normalise_code(code)), context.now + CODE_LASTS
        return {"code": code, "expires_at": draft.code_expires_at.isoformat()}
