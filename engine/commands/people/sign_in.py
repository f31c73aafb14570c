"""Signs a person in by e-mail and password; a person with a second factor still owes the code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.errors import SignInRefused
from engine.identity.passwords import password_fits
from engine.identity.web_sessions import new_session
from engine.persistence.tables.identity import Person


@dataclass(frozen=True, kw_only=True)
class SignIn(Command):
    """Answers the token for the cookie. Raises SignInRefused, the same for an unknown address and a wrong password."""

    permission: ClassVar[str] = "system"

    email: str
    password: str
    agent: str = ""

    def payload(self) -> dict[str, Any]:
        return {"email": self.email}

    def run(self, context: CommandContext) -> Answer:
        person = context.session.scalars(select(Person).where(Person.email == self.email.strip().lower())).first()
        fits = password_fits(person.password_hash if person else None, self.password)
        if person is None or not fits or person.disabled_at is not None:
            raise SignInRefused
        token = new_session(context.session, person.id, context.now, self.agent)
        return {"token": token, "second_factor": person.totp_secret is not None, "language": person.language}
