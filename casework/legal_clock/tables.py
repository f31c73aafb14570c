"""The legal clock of a case: a stopwatch in working days, with its pauses."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class LegalClock(Base):
    """The clock of a root case. Its end is stored, so that every reader gets the same one."""

    __tablename__ = "legal_clock"
    __table_args__ = (
        Index("ix_legal_clock_warn", "warn_at", postgresql_where=text("warned_at is null and stopped_at is null")),
        Index("ix_legal_clock_due", "due_at", postgresql_where=text("stopped_at is null")),
    )

    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), primary_key=True)
    working_days: Mapped[int]
    started_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    #: None while it is paused, and beyond the years of the calendar
    due_at: Mapped[datetime | None]
    #: when three quarters are gone
    warn_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    passed_at: Mapped[datetime | None]


class LegalPause(Base):
    """A pause of the clock, while one element of the case is active."""

    __tablename__ = "legal_pause"
    __table_args__ = (Index(None, "instance_id", "begun_at"),)

    id: Mapped[Key]
    #: the case of the clock, also where a called one waits
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    #: of the element that waits
    token: Mapped[str]
    reason: Mapped[str]
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
