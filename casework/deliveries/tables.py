"""Tables of what cases send to each other and by mail, and of cases that answer others."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class Delivery(Base):
    """Documents of a case on their way to one recipient: into a case of another process, or by mail."""

    __tablename__ = "delivery"
    __table_args__ = (Index(None, "instance_id"), Index(None, "arrived_in"))

    id: Mapped[Key]
    #: the root case that sends
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    channel: Mapped[str]  # case, email
    recipient: Mapped[str]
    position_id: Mapped[UUID | None]
    address: Mapped[str | None]
    #: ids of the documents that go with it
    documents: Mapped[list[Any]]
    created_at: Mapped[datetime]
    #: when a mail server took it, or the other process began
    sent_at: Mapped[datetime | None]
    #: when the receiving case took the documents over, and which case that is
    arrived_at: Mapped[datetime | None]
    arrived_in: Mapped[UUID | None] = mapped_column(ForeignKey("process_instance.id"))
    #: why it will never arrive
    failed: Mapped[str | None]


class CaseAnswer(Base):
    """One case answers another."""

    __tablename__ = "case_answer"
    __table_args__ = (Index(None, "answered_id"),)

    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), primary_key=True)
    answered_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    created_at: Mapped[datetime]
