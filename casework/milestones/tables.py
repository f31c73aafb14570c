"""The public stages that a case has reached."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class Milestone(Base):
    """A public stage that a case has reached. Public pages read this row and never the state of the case."""

    __tablename__ = "milestone"
    __table_args__ = (Index(None, "instance_id", "reached_at"),)

    id: Mapped[Key]
    #: the case that was applied for, also where a called one has reached the stage
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    stage: Mapped[str]
    reached_at: Mapped[datetime]
