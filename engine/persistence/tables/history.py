"""What happened: element history for people, the audit chain for proof, and the keys of commands already carried out."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key, Sequence


class HistoryEvent(Base):
    __tablename__ = "history_event"
    __table_args__ = (Index(None, "instance_id", "id"),)

    id: Mapped[Sequence]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    at: Mapped[datetime]
    event: Mapped[str]
    element_id: Mapped[str]
    token: Mapped[str]
    person_id: Mapped[UUID | None]
    position_id: Mapped[UUID | None]
    data: Mapped[dict[str, Any]]


class AuditRecord(Base):
    """One command on one instance, chained by hash: each row proves the one before it."""

    __tablename__ = "audit_record"
    __table_args__ = (UniqueConstraint("instance_id", "number"),)

    id: Mapped[Sequence]
    instance_id: Mapped[UUID]
    number: Mapped[int]
    at: Mapped[datetime]
    command: Mapped[str]
    person_id: Mapped[UUID | None]
    position_id: Mapped[UUID | None]
    payload_hash: Mapped[bytes] = mapped_column(LargeBinary)
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditPayload(Base):
    """What a command carried, with the salt of its hash. It stands apart, so that the law's erasure leaves the chain whole."""

    __tablename__ = "audit_payload"

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(index=True)
    number: Mapped[int]
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    payload: Mapped[dict[str, Any]]


class CommandKey(Base):
    """A command that was carried out under an idempotency key, and its result."""

    __tablename__ = "command_key"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    payload_hash: Mapped[bytes] = mapped_column(LargeBinary)
    result: Mapped[dict[str, Any] | None]
    at: Mapped[datetime] = mapped_column(index=True)
