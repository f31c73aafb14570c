"""Keeps a form that was sent after its sender's session had ended, until they sign in again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import delete, select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.web_sessions import hash_token
from engine.persistence.tables.identity import KeptForm

#: an evening's form is still there the next morning
KEPT_LASTS = timedelta(hours=24)
#: of one person; the oldest go first
MOST_KEPT = 20


@dataclass(frozen=True, kw_only=True)
class KeepForm(Command):
    """Answers the id. `browser` is the token of the browser's cookie, `content` text that is sealed. Nothing ever carries the form out."""

    permission: ClassVar[str] = "system"

    browser: str
    person: UUID
    content: str

    def payload(self) -> dict[str, Any]:
        return {"person": self.person}

    def run(self, context: CommandContext) -> Answer:
        session, identifier = context.session, context.new_id()
        older = (
            select(KeptForm.id)
            .where(KeptForm.person_id == self.person)
            .order_by(KeptForm.kept_at.desc(), KeptForm.id)
            .offset(MOST_KEPT - 1)
        )
        session.execute(delete(KeptForm).where(KeptForm.id.in_(older)))
        session.add(
            KeptForm(
                id=identifier,
                browser_hash=hash_token(self.browser),
                person_id=self.person,
                content=context.platform.vault.seal(self.content),
                kept_at=context.now,
                expires_at=context.now + KEPT_LASTS,
            )
        )
        return {"id": str(identifier)}
