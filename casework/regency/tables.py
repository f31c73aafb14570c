"""Tables of what the regency tells everybody: about itself, and of an outage or planned work."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from engine.persistence.base import APPEND_ONLY, Base, Key


class PublicInformationVersion(Base):
    """One row for each time that it was set; the newest one counts."""

    __tablename__ = "public_information"
    __table_args__ = (Index(None, "set_at"), {"info": APPEND_ONLY})

    id: Mapped[Key]
    #: as casework/regency/public_information.py reads it
    document: Mapped[dict[str, Any]]
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None]


class Announcement(Base):
    """An outage or planned work, shown above every page of `place` from `shown_from` until it ends. The audit has who changed it."""

    __tablename__ = "announcement"
    __table_args__ = (Index(None, "ends_at"),)

    id: Mapped[Key]
    place: Mapped[str]  # PORTAL, STAFF, ALL
    text_id: Mapped[str]
    #: empty: readers of English get the Indonesian text
    text_en: Mapped[str]
    shown_from: Mapped[datetime]
    #: of the outage or the work itself
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    written_at: Mapped[datetime]
    written_by: Mapped[UUID | None]
