"""Reads what a mail with the link to a draft needs: where it goes, and the link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from casework.applications.drafts import draft_of_holder, unseal_draft
from casework.records.public_numbers import draft_link
from casework.services.open_services import open_service
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class DraftMailView:
    #: the address that the applicant gave among the answers; empty where there is none yet
    address: str
    link: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class DraftMail(Query):
    """For the draft's holder. Raises NotFound, InvalidState for a draft that was sent or replies to a step."""

    permission: ClassVar[str] = "public"

    draft: UUID
    token: str

    def run(self, context: QueryContext) -> DraftMailView:
        draft, vault = draft_of_holder(context.session, self.draft, self.token), context.platform.vault
        if draft.sent_at is not None or draft.task_id is not None:
            raise InvalidState("Expected an application that is not sent yet, but it was sent.")
        _loaded, service = open_service(context, draft.service)
        _token, answers = unseal_draft(vault, draft)
        given = answers.get(service.contact_email) if service.contact_email else None
        link = f"{context.platform.address}/lanjutkan/{draft.id}/{draft_link(vault, draft.id)}"
        return DraftMailView(address=str(given or ""), link=link, expires_at=draft.expires_at)
