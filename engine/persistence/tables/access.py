"""The table of access to cases."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class CaseAccess(Base):
    """Access of a position, a role in a unit, or a person to an instance. An instance without access answers 404."""

    __tablename__ = "case_access"
    __table_args__ = (
        Index(None, "position_id", "instance_id"),
        Index(None, "unit_id", "role", "instance_id"),
        Index(None, "person_id", "instance_id"),
        # of what goes on: it does not grow with the cases that have ended
        Index("ix_case_access_going_on", "position_id", "level", "instance_id", postgresql_where=text("not ended")),
        Index("ix_case_access_going_on_role", "unit_id", "role", postgresql_where=text("not ended and role is not null")),
        UniqueConstraint("instance_id", "position_id", "unit_id", "role", "person_id", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    position_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    role: Mapped[str | None]
    person_id: Mapped[UUID | None]
    level: Mapped[str]  # work, read
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    reason: Mapped[str]
    #: its instance had ended when this was last written: nothing waits there. The access itself goes on
    ended: Mapped[bool] = mapped_column(server_default=false())
