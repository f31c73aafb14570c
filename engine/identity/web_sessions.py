"""Creates and reads sessions of signed-in browsers: a random token in the cookie, its hash in the table."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.identity.present_actor import browser_now
from engine.model.errors import NotFound
from engine.persistence.tables.identity import WebSession

SESSION_LASTS = timedelta(hours=12)
SESSION_IDLE = timedelta(hours=2)
#: how long a proof of identity is fresh enough for a step-up
PROOF_LASTS = timedelta(minutes=10)
_OVER = "Expected a signed-in browser, but its session is over."


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def renew_token(row: WebSession) -> str:
    """Gives a session another token, after its user has proved themselves: one that was seen before is good for nothing."""
    token = secrets.token_urlsafe(32)
    row.token_hash = hash_token(token)
    return token


def new_session(session: Session, person: UUID, now: datetime, agent: str) -> str:
    """Creates a session for a browser that has just proved its user, and returns the token for the cookie."""
    token = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            token_hash=hash_token(token),
            person_id=person,
            created_at=now,
            seen_at=now,
            expires_at=now + SESSION_LASTS,
            proved_at=now,
            agent=agent[:200],
        )
    )
    return token


def live_session(session: Session, token: str, now: datetime) -> WebSession:
    """Locks the session. Raises NotFound where it is unknown, revoked, expired or idle."""
    row = session.scalars(select(WebSession).where(WebSession.token_hash == hash_token(token)).with_for_update()).first()
    if row is None or _is_over(row, now):
        raise NotFound(_OVER)
    return row


def browser_of(session: Session, token: str, now: datetime | None, zone: ZoneInfo) -> Any:
    """Reads the session, its person and their seats with one statement, with which every page begins. Raises NotFound as `live_session`.

    `now` None: the database's time, which is in the row as `asked_at`.
    """
    row = browser_now(session, hash_token(token), now, zone)
    if row is None or row.disabled or _is_over(row, row.asked_at):
        raise NotFound(_OVER)
    return row


def _is_over(row: Any, now: datetime) -> bool:
    return row.revoked_at is not None or row.expires_at <= now or row.seen_at + SESSION_IDLE <= now
