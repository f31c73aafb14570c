"""Opens a draft on this device by the link that was mailed to its applicant."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from casework.applications.drafts import unseal_draft
from casework.applications.tables import ApplicationDraft
from casework.records.public_numbers import draft_link
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class OpenLinkedDraft(Command):
    """Answers the draft's token. Raises NotFound, the same for a wrong link and for a draft that was sent or forgotten."""

    permission: ClassVar[str] = "public"
    repeatable: ClassVar[bool] = True

    draft: UUID
    link: str

    def payload(self) -> dict[str, Any]:
        return {"draft": self.draft}

    def run(self, context: CommandContext) -> Answer:
        vault = context.platform.vault
        draft = context.session.get(ApplicationDraft, self.draft)
        fits = hmac.compare_digest(draft_link(vault, self.draft).encode(), self.link.encode())
        if draft is None or not fits or draft.sent_at is not None or draft.task_id is not None or draft.expires_at <= context.now:
            raise NotFound("Expected a link to a draft, but it opens none.")
        token, _answers = unseal_draft(vault, draft)
        return {"token": token}
