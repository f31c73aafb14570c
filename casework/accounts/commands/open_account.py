"""Opens an account for an address that a code has proved, with a name only (UU 27/2022, article 16).

The rule: docs/law/personal-data.md#minimisation
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from casework.accounts.addresses import account_name, holder_of, sent_code, store_address
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.web_sessions import new_session
from engine.model.errors import NotFound
from engine.persistence.tables.identity import Person


@dataclass(frozen=True, kw_only=True)
class OpenAccount(Command):
    """Answers the token for the cookie. Raises NotFound for an expired code, InvalidState for a name that cannot be stored."""

    permission: ClassVar[str] = "system"

    token: str
    name: str
    language: str = "id"
    agent: str = ""

    def payload(self) -> dict[str, Any]:
        return {}

    def run(self, context: CommandContext) -> Answer:
        name = account_name(self.name)
        row = sent_code(context.session, self.token, context.now)
        if row.proved_at is None or holder_of(context.session, row.address_index):
            raise NotFound("Expected an address that was proved a moment ago and has no account, but it is none.")
        person = Person(id=context.new_id(), name=name, language=self.language, registered_at=context.now)
        context.session.add(person)
        context.session.flush()
        store_address(context.session, row, person.id, context.new_id(), context.now)
        return {"session": new_session(context.session, person.id, context.now, self.agent)}
