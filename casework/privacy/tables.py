"""The table of looks at citizens' cases."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import APPEND_ONLY, Base, Key


class CaseLook(Base):
    """An employee's look at a citizen's case, recorded once an hour for each person and kind."""

    __tablename__ = "case_look"
    __table_args__ = (
        UniqueConstraint("instance_id", "person_id", "kind", "hour", "reason"),
        Index(None, "instance_id", "looked_at"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[Key]
    #: the case that was applied for
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: the seat in which they looked; None: they hold none
    position_id: Mapped[UUID | None]
    kind: Mapped[str]  # case, task, file, reveal
    #: the given reason; empty where the seat's work is the reason
    reason: Mapped[str] = mapped_column(server_default=text("''"))
    hour: Mapped[datetime]
    looked_at: Mapped[datetime]
