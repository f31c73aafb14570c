"""Forgets kept forms of the signed-in person in this browser: one that was sent or thrown away, or all at signing out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import delete

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.web_sessions import hash_token
from engine.model.errors import NotFound
from engine.persistence.tables.identity import KeptForm


@dataclass(frozen=True, kw_only=True)
class ForgetKeptForm(Command):
    """`form` None forgets all. Raises NotFound where the person has no such form in this browser."""

    permission: ClassVar[str] = "person"

    browser: str
    form: UUID | None

    def payload(self) -> dict[str, Any]:
        return {"form": self.form}

    def run(self, context: CommandContext) -> Answer:
        mine = delete(KeptForm).where(KeptForm.browser_hash == hash_token(self.browser), KeptForm.person_id == context.actor.person)
        if self.form is not None:
            mine = mine.where(KeptForm.id == self.form)
        gone = context.session.scalars(mine.returning(KeptForm.id)).all()
        if self.form is not None and not gone:
            raise NotFound("Expected a kept form of yours, but there is none under this id.")
        return {"forms": len(gone)}
