"""Begin to apply for a service: an empty draft, and the token with which its holder goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.services import open_service
from engine.persistence.tables.applications import ApplicationDraft
from engine.records.public_numbers import DRAFT_LASTS, hash_token, new_token, sealed_draft


@dataclass(frozen=True, kw_only=True)
class BeginApplication(Command):
    """Raises NotFound where the service is not offered."""

    permission: ClassVar[str] = "public"

    service: str

    def run(self, context: CommandContext) -> Answer:
        loaded, service = open_service(context, self.service)
        token = new_token()
        draft = ApplicationDraft(
            id=context.new_id(),
            service=service.key,
            process_key=loaded.key,
            token_hash=hash_token(token),
            answers=sealed_draft(context.platform.vault, token, {}),
            created_at=context.now,
            saved_at=context.now,
            expires_at=context.now + DRAFT_LASTS,
        )
        context.session.add(draft)
        return {"draft": str(draft.id), "token": token}
