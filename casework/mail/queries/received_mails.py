"""Lists received mails and official addresses for operators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, or_, select

from casework.mail.reasons import AUTOMATIC, DELIVERED, RECEIVED, RELEASABLE, SET_ASIDE
from casework.mail.tables import OfficialAddress, ReceivedMail
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.identity import Unit

#: on the page of one state
MOST_LISTED = 50
MONTH = timedelta(days=30)
#: a mail that waits so long, or was tried so often, is told to operators
LONG, TRIED = timedelta(minutes=10), 2
STATES = (SET_ASIDE, RECEIVED, AUTOMATIC, DELIVERED)


@dataclass(frozen=True, kw_only=True)
class ReceivedMailView:
    """`sender`, `subject`: as far as the mail was read; `released`: an operator wants it delivered."""

    id: UUID
    recipient: str
    sender: str
    subject: str
    size: int
    received_at: datetime
    status: str
    reason: str
    due_at: datetime
    instance: UUID | None
    #: it may be delivered, or tried again now
    releasable: bool


@dataclass(frozen=True, kw_only=True)
class OfficialAddressView:
    id: UUID
    address: str
    unit: str
    opened_at: datetime
    closed_at: datetime | None
    #: mails of the last thirty days
    mails: int


@dataclass(frozen=True, kw_only=True)
class ReceivedMailsView:
    counts: Mapping[str, int]
    mails: Sequence[ReceivedMailView]
    addresses: Sequence[OfficialAddressView]


@dataclass(frozen=True, kw_only=True)
class ReceivedMails(Query):
    """`status`: one of STATES. The newest first."""

    permission: ClassVar[str] = "operate"

    status: str = SET_ASIDE

    def run(self, context: QueryContext) -> ReceivedMailsView:
        session = context.session
        counted = session.execute(select(ReceivedMail.status, func.count().label("mails")).group_by(ReceivedMail.status))
        newest = select(ReceivedMail).where(ReceivedMail.status == self.status).order_by(ReceivedMail.received_at.desc(), ReceivedMail.id)
        return ReceivedMailsView(
            counts={row.status: row.mails for row in counted},
            mails=[_view(mail) for mail in session.scalars(newest.limit(MOST_LISTED))],
            addresses=self._addresses(context),
        )

    def _addresses(self, context: QueryContext) -> list[OfficialAddressView]:
        of_month = (
            select(ReceivedMail.address_id, func.count().label("mails"))
            .where(ReceivedMail.received_at > context.now - MONTH)
            .group_by(ReceivedMail.address_id)
            .subquery()
        )
        rows = context.session.execute(
            select(OfficialAddress, Unit.name, of_month.c.mails)
            .join(Unit, Unit.id == OfficialAddress.unit_id)
            .outerjoin(of_month, of_month.c.address_id == OfficialAddress.id)
            .order_by(OfficialAddress.closed_at.is_not(None), OfficialAddress.address)
        )
        return [
            OfficialAddressView(
                id=row.id, address=row.address, unit=unit, opened_at=row.opened_at, closed_at=row.closed_at, mails=count or 0
            )
            for row, unit, count in rows
        ]


def _view(mail: ReceivedMail) -> ReceivedMailView:
    waits = mail.status == RECEIVED and mail.attempts > 0
    return ReceivedMailView(
        id=mail.id,
        recipient=mail.recipient,
        sender=mail.sender or mail.envelope_from,
        subject=mail.subject,
        size=mail.size,
        received_at=mail.received_at,
        status=mail.status,
        reason=mail.reason,
        due_at=mail.due_at,
        instance=mail.instance_id,
        releasable=waits or (mail.reason in RELEASABLE and mail.content_id is not None and mail.address_id is not None),
    )


@dataclass(frozen=True, kw_only=True)
class MailHealthView:
    """`waiting_since`: of the first mail that could not be dealt with for long; None: none waits."""

    waiting: int
    waiting_since: datetime | None


@dataclass(frozen=True, kw_only=True)
class MailHealth(Query):
    permission: ClassVar[str] = "operate"

    def run(self, context: QueryContext) -> MailHealthView:
        late = or_(ReceivedMail.attempts > TRIED, ReceivedMail.received_at < context.now - LONG)
        statement = select(func.count(), func.min(ReceivedMail.received_at)).where(ReceivedMail.status == RECEIVED, late)
        count, since = context.session.execute(statement).one()
        return MailHealthView(waiting=count, waiting_since=since)
