"""The programs that work beside the web processes, as each of them last said that it runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class ProgramBeat(Base):
    """A running program. Who stops, or hangs, is not heard of any more."""

    __tablename__ = "program_beat"

    #: of one start of the program
    id: Mapped[Key]
    program: Mapped[str]  # clock (the one that leads), worker
    #: host and process
    place: Mapped[str]
    #: of a worker
    queues: Mapped[list[Any]]
    started_at: Mapped[datetime]
    beaten_at: Mapped[datetime] = mapped_column(index=True)
