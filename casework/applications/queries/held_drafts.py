"""Finds the unsent applications of a browser, by the tokens that it holds, and those of the signed-in citizen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import false, or_, select

from casework.applications.tables import ApplicationDraft
from casework.records.public_numbers import hash_token
from casework.services.open_services import open_services
from casework.services.service import Service
from engine.core.context import QueryContext
from engine.core.query import Query


@dataclass(frozen=True, kw_only=True)
class HeldDraft:
    id: UUID
    service: Service
    texts: Mapping[str, Mapping[str, str]]
    saved_at: datetime
    expires_at: datetime
    #: whether this browser holds its token; else it lies in the person's account
    here: bool


@dataclass(frozen=True, kw_only=True)
class HeldDrafts(Query):
    """The newest first. A token that opens nothing is passed over; who fills in for others at a counter is shown none."""

    permission: ClassVar[str] = "public"

    tokens: Sequence[str]
    service: str = ""

    def run(self, context: QueryContext) -> list[HeldDraft]:
        if context.actor.seats:
            return []
        hashes = {hash_token(token) for token in self.tokens}
        in_account = ApplicationDraft.person_id == context.actor.person if context.actor.person is not None else false()
        mine = or_(ApplicationDraft.token_hash.in_(hashes), in_account)
        statement = (
            select(ApplicationDraft)
            .where(mine, ApplicationDraft.sent_at.is_(None), ApplicationDraft.task_id.is_(None), ApplicationDraft.expires_at > context.now)
            .order_by(ApplicationDraft.saved_at.desc())
        )
        if self.service:
            statement = statement.where(ApplicationDraft.service == self.service)
        drafts = list(context.session.scalars(statement))
        offered = {service.key: (loaded, service) for loaded, service in open_services(context)} if drafts else {}
        return [
            HeldDraft(
                id=draft.id,
                service=offered[draft.service][1],
                texts=offered[draft.service][0].texts,
                saved_at=draft.saved_at,
                expires_at=draft.expires_at,
                here=draft.token_hash in hashes,
            )
            for draft in drafts
            if draft.service in offered
        ]
