"""Reads announcements: those that a page shows now, and the newest ones for operators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.regency.announcement_limits import ALL
from casework.regency.public_information import PublicText
from casework.regency.tables import Announcement
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.identity import Person

#: announcements above one page; more push its content from a phone's screen
MOST_SHOWN = 3
#: on the operators' page
MOST_LISTED = 30


@dataclass(frozen=True, kw_only=True)
class AnnouncementView:
    """`begun`: the outage or the work is going on, it is not only told beforehand. `ended`: nobody sees it any more."""

    id: UUID
    place: str
    text: PublicText
    shown_from: datetime
    begins_at: datetime
    ends_at: datetime
    begun: bool
    ended: bool
    shown: bool
    written_at: datetime
    #: empty: the platform
    written_by: str


@dataclass(frozen=True, kw_only=True)
class CurrentAnnouncements(Query):
    """`place`: PORTAL or STAFF. What has begun comes first, then what begins next."""

    permission: ClassVar[str] = "public"

    place: str

    def run(self, context: QueryContext) -> Sequence[AnnouncementView]:
        now = context.now
        rows = context.session.scalars(
            select(Announcement)
            .where(Announcement.ends_at > now, Announcement.shown_from <= now, Announcement.place.in_((self.place, ALL)))
            .order_by(Announcement.begins_at, Announcement.id)
            .limit(MOST_SHOWN)
        )
        return [_view(row, now, "") for row in rows]


@dataclass(frozen=True, kw_only=True)
class NewestAnnouncements(Query):
    """The newest first, those that have ended among them."""

    permission: ClassVar[str] = "operate"

    def run(self, context: QueryContext) -> Sequence[AnnouncementView]:
        rows = context.session.execute(
            select(Announcement, Person.name)
            .outerjoin(Person, Person.id == Announcement.written_by)
            .order_by(Announcement.written_at.desc(), Announcement.id)
            .limit(MOST_LISTED)
        )
        return [_view(row, context.now, name or "") for row, name in rows]


def _view(row: Announcement, now: datetime, writer: str) -> AnnouncementView:
    return AnnouncementView(
        id=row.id,
        place=row.place,
        text=PublicText(id=row.text_id, en=row.text_en),
        shown_from=row.shown_from,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        begun=row.begins_at <= now,
        ended=row.ends_at <= now,
        shown=row.shown_from <= now < row.ends_at,
        written_at=row.written_at,
        written_by=writer,
    )
