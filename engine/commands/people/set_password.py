"""Sets a person's password, and signs out every browser of this person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select, update

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.passwords import MIN_LENGTH, hash_password
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.identity import Person, WebSession


@dataclass(frozen=True, kw_only=True)
class SetPassword(Command):
    """Raises NotFound for an unknown address, InvalidState for a password that is too short."""

    permission: ClassVar[str] = "administer"

    email: str
    password: str

    def payload(self) -> dict[str, Any]:
        return {"email": self.email}

    def run(self, context: CommandContext) -> Answer:
        if len(self.password) < MIN_LENGTH:
            raise InvalidState(f"Expected a password of at least {MIN_LENGTH} characters, but it has {len(self.password)}.")
        person = context.session.scalars(select(Person).where(Person.email == self.email.strip().lower()).with_for_update()).first()
        if person is None:
            raise NotFound(f"Expected a person with the address '{self.email}', but there is none.")
        person.password_hash = hash_password(self.password)
        context.session.execute(
            update(WebSession).where(WebSession.person_id == person.id, WebSession.revoked_at.is_(None)).values(revoked_at=context.now)
        )
        return {}
