"""Reads the kept forms of the signed-in person in this browser, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.web_sessions import hash_token
from engine.persistence.tables.identity import KeptForm


@dataclass(frozen=True, kw_only=True)
class KeptFormView:
    id: UUID
    #: as `KeepForm` was given it
    content: str
    kept_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class KeptForms(Query):
    """Another person's are not among them, though they were sent from the same browser."""

    permission: ClassVar[str] = "person"

    browser: str

    def run(self, context: QueryContext) -> list[KeptFormView]:
        mine = (
            select(KeptForm)
            .where(KeptForm.browser_hash == hash_token(self.browser), KeptForm.person_id == context.actor.person)
            .where(KeptForm.expires_at > context.now)
            .order_by(KeptForm.kept_at.desc(), KeptForm.id)
        )
        return [
            KeptFormView(id=row.id, content=context.platform.vault.open(row.content), kept_at=row.kept_at, expires_at=row.expires_at)
            for row in context.session.scalars(mine)
        ]
