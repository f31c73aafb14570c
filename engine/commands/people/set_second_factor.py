"""Turns a second factor on or off: a secret counts after one code made with it was accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.errors import SignInRefused
from engine.identity.passwords import totp_step
from engine.identity.web_sessions import live_session
from engine.persistence.tables.identity import Person


@dataclass(frozen=True, kw_only=True)
class SetSecondFactor(Command):
    """An empty `secret` ends the second factor. Raises SignInRefused for a code that does not fit."""

    permission: ClassVar[str] = "person"
    stored_name: ClassVar[str] = "EnrolTotp"

    token: str
    secret: str
    code: str

    def payload(self) -> dict[str, Any]:
        return {}

    def run(self, context: CommandContext) -> Answer:
        row = live_session(context.session, self.token, context.now)
        person = context.session.get_one(Person, row.person_id, with_for_update=True)
        secret = self.secret or person.totp_secret or ""
        step = totp_step(secret, self.code, context.now, None if self.secret else person.totp_step) if secret else None
        if step is None:
            raise SignInRefused
        person.totp_secret = self.secret or None
        person.totp_step = step
        row.second_factor_at = row.proved_at = context.now
        return {}
