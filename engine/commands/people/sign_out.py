"""Signs a browser out by revoking its session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import update

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.web_sessions import hash_token
from engine.persistence.tables.identity import WebSession


@dataclass(frozen=True, kw_only=True)
class SignOut(Command):
    permission: ClassVar[str] = "system"

    token: str

    def payload(self) -> dict[str, Any]:
        return {}

    def run(self, context: CommandContext) -> Answer:
        context.session.execute(
            update(WebSession)
            .where(WebSession.token_hash == hash_token(self.token), WebSession.revoked_at.is_(None))
            .values(revoked_at=context.now)
        )
        return {}
