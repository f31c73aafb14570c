"""Finds stored mails that wait to be dealt with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.mail.reasons import RECEIVED
from casework.mail.tables import MailContent, ReceivedMail
from engine.core.context import QueryContext
from engine.core.query import Query


@dataclass(frozen=True, kw_only=True)
class DueMails(Query):
    """Answers ids of mails that are due, the longest waiting first."""

    permission: ClassVar[str] = "system"

    limit: int

    def run(self, context: QueryContext) -> list[UUID]:
        due = select(ReceivedMail.id).where(ReceivedMail.status == RECEIVED, ReceivedMail.due_at <= context.now)
        return list(context.session.scalars(due.order_by(ReceivedMail.due_at, ReceivedMail.id).limit(self.limit)))


@dataclass(frozen=True, kw_only=True)
class StoredMail:
    """`official`: it is for a unit's address, not for the platform's own; `released`: an operator wants it delivered."""

    id: UUID
    recipient: str
    envelope_from: str
    received_at: datetime
    content: bytes
    official: bool
    released: bool


@dataclass(frozen=True, kw_only=True)
class MailToDeliver(Query):
    """Answers the mail; None where it is dealt with."""

    permission: ClassVar[str] = "system"

    mail: UUID

    def run(self, context: QueryContext) -> StoredMail | None:
        columns = (ReceivedMail, MailContent.content)
        wanted = select(*columns).join(MailContent, MailContent.id == ReceivedMail.content_id)
        found = context.session.execute(wanted.where(ReceivedMail.id == self.mail, ReceivedMail.status == RECEIVED)).first()
        if found is None:
            return None
        mail, content = found
        return StoredMail(
            id=mail.id,
            recipient=mail.recipient,
            envelope_from=mail.envelope_from,
            received_at=mail.received_at,
            content=content,
            official=mail.address_id is not None,
            released=mail.released_by is not None,
        )
