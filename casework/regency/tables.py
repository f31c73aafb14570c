"""The table of what the regency tells everybody about itself: one row for each time that it was set; the newest one counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from engine.persistence.base import APPEND_ONLY, Base, Key


class PublicInformationVersion(Base):
    __tablename__ = "public_information"
    __table_args__ = (Index(None, "set_at"), {"info": APPEND_ONLY})

    id: Mapped[Key]
    #: as casework/regency/public_information.py reads it
    document: Mapped[dict[str, Any]]
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None]
