"""Resolves a session token to its person and their present seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy.orm import Session

from engine.core.context import QueryContext
from engine.core.platform import Platform
from engine.core.query import Opening, Query
from engine.identity.present_actor import actor_in_row
from engine.identity.web_sessions import PROOF_LASTS, browser_of
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
class SessionOwner(Query, Opening):
    """Raises NotFound where the session is over or the account disabled."""

    permission: ClassVar[str] = "system"

    token: str

    def run(self, context: QueryContext) -> SessionOwnerView:
        return self.open(context.session, context.platform, context.now)[0]

    def open(self, session: Session, platform: Platform, now: datetime | None) -> tuple[SessionOwnerView, datetime]:
        row = browser_of(session, self.token, now, platform.zone)
        view = SessionOwnerView(
            actor=actor_in_row(row),
            email=row.email or "",
            self_registered=row.registered,
            language=row.language,
            nik=_masked(platform.vault.open(row.nik_sealed)) if row.nik_sealed else "",
            untouched=row.asked_at - row.seen_at,
            owes_code=row.second_factor and row.second_factor_at is None,
            has_second_factor=row.second_factor,
            fresh=row.proved_at + PROOF_LASTS > row.asked_at,
        )
        return view, row.asked_at


def _masked(nik: str) -> str:
    """Masks a number as 3603 99•• •••• 0007: its owner recognises it, nobody else can copy it."""
    return f"{nik[:4]} {nik[4:6]}•• •••• {nik[12:]}"
