"""Tables of applications of citizens, and of their drafts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, false, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class ApplicationDraft(Base):
    """Answers before they are sent, open to the holder of the token. Encrypted: they may hold anything about anybody."""

    __tablename__ = "application_draft"
    __table_args__ = (Index(None, "expires_at"),)

    id: Mapped[Key]
    service: Mapped[str]
    process_key: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    answers: Mapped[bytes]
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: by which it is carried to another device, for a while
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    code_expires_at: Mapped[datetime | None]
    #: the step of a running case that it answers; None: it asks for a new one
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_task.id", ondelete="CASCADE"), unique=True)
    sent_at: Mapped[datetime | None]
    #: in whose account it lies
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: the case that it became
    instance_id: Mapped[UUID | None] = mapped_column(ForeignKey("process_instance.id"), unique=True)


class Application(Base):
    """A case that somebody applied for, as the public knows it: by its number with a PIN, or by the receipt's link."""

    __tablename__ = "application"

    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), primary_key=True)
    service: Mapped[str]
    number: Mapped[str] = mapped_column(unique=True)
    pin_index: Mapped[bytes]
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    submitted_at: Mapped[datetime]
    #: in whose account it lies; None: followed by number and PIN only
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: the officer who filled it in for the applicant, at a counter
    assisted_position: Mapped[UUID | None]
    #: sealed: by channel, where the applicant is told of the case
    contact: Mapped[bytes | None]
    #: channels that the applicant has silenced
    silent: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    #: whether its applicant has said how it was; what they said stands elsewhere, without the case
    surveyed: Mapped[bool] = mapped_column(server_default=false())
    #: how often the number was tried with a wrong PIN on that day
    tried_on: Mapped[date | None]
    tries: Mapped[int] = mapped_column(Integer, server_default=text("0"))
