"""Tables of notices to applicants, with their channels and whether they arrived, and of messages between both sides."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class Notice(Base):
    """One message to the applicant by one channel. It holds no answers: its text is written when it is sent."""

    __tablename__ = "notice"
    __table_args__ = (Index(None, "instance_id", "created_at"),)

    id: Mapped[Key]
    #: the case that was applied for
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    channel: Mapped[str]  # email, phone
    kind: Mapped[str]  # stage, waiting, words, message, cancelled, withdrawn
    #: the stage, the task, or the texts that a diagram gave
    about: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    #: why it will never arrive
    failed: Mapped[str | None]


class CaseMessage(Base):
    """A message about a case, from its applicant or from an officer."""

    __tablename__ = "case_message"
    __table_args__ = (
        Index(None, "instance_id", "written_at"),
        Index("ix_case_message_unanswered", "to_position_id", postgresql_where=text("person_id is null and answered_at is null")),
    )

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    #: None: the applicant
    position_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    text: Mapped[str]
    written_at: Mapped[datetime]
    #: of an applicant's message: who answers it where no step of the case is open
    to_position_id: Mapped[UUID | None]
    #: when an officer answered, or noted that no answer is needed
    answered_at: Mapped[datetime | None]
