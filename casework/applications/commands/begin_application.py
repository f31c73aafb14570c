"""Begins an application for a service: a draft with answers from the account, and a token for its holder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casework.accounts.addresses import known_answers
from casework.applications.tables import ApplicationDraft
from casework.records.public_numbers import DRAFT_LASTS, hash_token, new_token, sealed_draft
from casework.services.open_services import open_service
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class BeginApplication(Command):
    """Raises NotFound where the service is not offered."""

    permission: ClassVar[str] = "public"

    service: str

    def run(self, context: CommandContext) -> Answer:
        loaded, service = open_service(context, self.service)
        # an employee fills it in for an applicant
        account = None if context.actor.seats else context.actor.person
        token = new_token()
        draft = ApplicationDraft(
            id=context.new_id(),
            service=service.key,
            process_key=loaded.key,
            token_hash=hash_token(token),
            answers=sealed_draft(context.platform.vault, token, known_answers(context, account, service)),
            person_id=account,
            created_at=context.now,
            saved_at=context.now,
            expires_at=context.now + DRAFT_LASTS,
        )
        context.session.add(draft)
        return {"draft": str(draft.id), "token": token}
