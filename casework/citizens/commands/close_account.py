"""Closes the actor's account: identity and addresses are deleted, cases stay as the archive law asks (UU 43/2009).

Cases can still be followed by number and PIN (docs/law/archives.md#retention).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import delete, update

from casework.accounts.own_account import account_of_actor
from casework.accounts.tables import AccountAddress
from casework.applications.tables import Application, ApplicationDraft
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.persistence.tables.identity import WebSession


@dataclass(frozen=True, kw_only=True)
class CloseAccount(Command):
    """Raises NotFound."""

    permission: ClassVar[str] = "person"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        person, session = account_of_actor(context, lock=True), context.session
        session.execute(delete(AccountAddress).where(AccountAddress.person_id == person.id))
        session.execute(update(Application).where(Application.person_id == person.id).values(person_id=None))
        # unsent drafts are deleted at the next housekeeping
        session.execute(
            update(ApplicationDraft).where(ApplicationDraft.person_id == person.id).values(person_id=None, expires_at=context.now)
        )
        session.execute(
            update(WebSession).where(WebSession.person_id == person.id, WebSession.revoked_at.is_(None)).values(revoked_at=context.now)
        )
        person.name, person.totp_secret, person.disabled_at = "", None, context.now
        return {}
