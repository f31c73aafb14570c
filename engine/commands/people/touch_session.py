"""Updates a session's last use and language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.web_sessions import live_session
from engine.persistence.tables.identity import Person


@dataclass(frozen=True, kw_only=True)
class TouchSession(Command):
    """Raises NotFound where the session is over."""

    permission: ClassVar[str] = "system"

    token: str
    language: str | None = None

    def payload(self) -> dict[str, Any]:
        return {"language": self.language}

    def run(self, context: CommandContext) -> Answer:
        row = live_session(context.session, self.token, context.now)
        row.seen_at = context.now
        if self.language:
            context.session.get_one(Person, row.person_id).language = self.language
        return {}
