"""Verifies once more who uses a session: by the code of the second factor, or by the password for a step-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.errors import SignInRefused
from engine.identity.passwords import password_fits, totp_step
from engine.identity.web_sessions import live_session, renew_token
from engine.persistence.tables.identity import Person


@dataclass(frozen=True, kw_only=True)
class ProveIdentity(Command):
    """Asks for the code where the person has a second factor, else for the password. Raises SignInRefused; a code is accepted once.

    Answers the session's new token: the one before is good for nothing from then on.
    """

    permission: ClassVar[str] = "system"

    token: str
    secret: str

    def payload(self) -> dict[str, Any]:
        return {}

    def run(self, context: CommandContext) -> Answer:
        row = live_session(context.session, self.token, context.now)
        person = context.session.get_one(Person, row.person_id, with_for_update=True)
        if person.totp_secret:
            step = totp_step(person.totp_secret, self.secret, context.now, person.totp_step)
            if step is None:
                raise SignInRefused
            person.totp_step = step
            row.second_factor_at = context.now
        elif not password_fits(person.password_hash, self.secret):
            raise SignInRefused
        row.proved_at = row.seen_at = context.now
        return {"token": renew_token(row)}
