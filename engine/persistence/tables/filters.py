"""The table of filters of the inbox that people keep."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class KeptFilter(Base):
    """A filter of the inbox under its person's own name for it; the other columns are those of TaskList."""

    __tablename__ = "kept_filter"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str]
    tab: Mapped[str]
    text: Mapped[str]
    process: Mapped[str]
    due: Mapped[str]
    order: Mapped[str]
    kept_at: Mapped[datetime]
