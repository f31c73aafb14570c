"""Checks the six digits: right ones sign the holder of the address in, or let a new citizen open an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from casework.accounts.addresses import TRIES, holder_of, sent_code, try_digits
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.web_sessions import new_session
from engine.persistence.tables.identity import Person


@dataclass(frozen=True, kw_only=True)
class ProveAddress(Command):
    """Answers {"left": tries} for wrong digits, {"session": token, "second_factor": …} for an account, {"new": True} where there is none.

    Raises NotFound where the code's time is over.
    """

    permission: ClassVar[str] = "system"

    token: str
    code: str
    agent: str = ""

    def payload(self) -> dict[str, Any]:
        return {}

    def run(self, context: CommandContext) -> Answer:
        row = sent_code(context.session, self.token, context.now)
        if not try_digits(context.session, context.platform.vault, row, self.code, context.now):
            return {"left": TRIES - row.tries}
        holder = holder_of(context.session, row.address_index)
        person = context.session.get(Person, holder) if holder else None
        if person is None:
            return {"new": True}
        row.used_at = context.now
        token = new_session(context.session, person.id, context.now, self.agent)
        return {"session": token, "second_factor": person.totp_secret is not None}
