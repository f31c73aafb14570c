"""Opens a draft on this device by its code, once, so that a code that was overheard opens nothing later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from casework.applications.drafts import unseal_draft
from casework.applications.tables import ApplicationDraft
from casework.records.public_numbers import hash_token, normalise_code
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class RedeemDraftCode(Command):
    """Answers the draft and its token, or {} alike for a code that is unknown, used or too old."""

    permission: ClassVar[str] = "public"
    stored_name: ClassVar[str] = "PickUpDraft"

    code: str

    def payload(self) -> dict[str, str]:
        return {}

    def run(self, context: CommandContext) -> Answer:
        found = select(ApplicationDraft).where(
            ApplicationDraft.code_hash == hash_token(normalise_code(self.code)),
            ApplicationDraft.code_expires_at > context.now,
            ApplicationDraft.sent_at.is_(None),
        )
        draft = context.session.scalars(found.with_for_update()).first()
        if draft is None:
            return {}
        draft.code_hash = draft.code_expires_at = None
        token, _answers = unseal_draft(context.platform.vault, draft)
        return {"draft": str(draft.id), "token": token}
