"""The table of sensitive personal data, encrypted. Variables, history, jobs and search hold its reference only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class SubjectValue(Base):
    """One answer of the data class `sensitive`, such as a NIK. The variables of the case hold its id."""

    __tablename__ = "subject_value"
    __table_args__ = (Index(None, "instance_id"), Index(None, "value_index"))

    id: Mapped[Key]
    #: the root case
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    field: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    #: by which it is found without opening any
    value_index: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]
