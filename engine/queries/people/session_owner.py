"""Resolves a session token to its person and their present seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.seats import actor_of
from engine.identity.web_sessions import PROOF_LASTS, session_with_owner
from engine.model.actor import Actor


@dataclass(frozen=True, kw_only=True)
class SessionOwnerView:
    actor: Actor
    #: of an employee; empty for somebody outside
    email: str
    #: opened the account themselves, and signs in by a code
    self_registered: bool
    language: str
    #: the person's NIK with its middle hidden; empty where none is known
    nik: str
    #: how long nobody has noted that the browser is in use
    untouched: timedelta
    #: the password was right, the code is still owed
    owes_code: bool
    has_second_factor: bool
    #: identity was proved a moment ago
    fresh: bool


@dataclass(frozen=True, kw_only=True)
class SessionOwner(Query):
    """Raises NotFound where the session is over or the account disabled."""

    permission: ClassVar[str] = "system"

    token: str

    def run(self, context: QueryContext) -> SessionOwnerView:
        row, person = session_with_owner(context.session, self.token, context.now)
        return SessionOwnerView(
            actor=actor_of(context.session, person.id, context.now),
            email=person.email or "",
            self_registered=person.registered_at is not None,
            language=person.language,
            nik=_masked(context.platform.vault.open(person.nik_sealed)) if person.nik_sealed else "",
            untouched=context.now - row.seen_at,
            owes_code=person.totp_secret is not None and row.second_factor_at is None,
            has_second_factor=person.totp_secret is not None,
            fresh=row.proved_at + PROOF_LASTS > context.now,
        )


def _masked(nik: str) -> str:
    """Masks a number as 3603 99•• •••• 0007: its owner recognises it, nobody else can copy it."""
    return f"{nik[:4]} {nik[4:6]}•• •••• {nik[12:]}"
