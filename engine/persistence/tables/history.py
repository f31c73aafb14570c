"""Tables of the history (for people), the audit chain (for proof) and the keys of commands already carried out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, Sequence, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import APPEND_ONLY, Base, Key

#: both tables have a partition for each month (alur_make_partitions in the database); the month is part of a row's key
EVENT_NUMBERS = Sequence("history_event_seq", metadata=Base.metadata)
RECORD_NUMBERS = Sequence("audit_record_seq", metadata=Base.metadata)


class HistoryEvent(Base):
    __tablename__ = "history_event"
    __table_args__ = (Index(None, "instance_id", "id"), {"postgresql_partition_by": "RANGE (at)", "info": APPEND_ONLY})

    id: Mapped[int] = mapped_column(BigInteger, EVENT_NUMBERS, primary_key=True, server_default=EVENT_NUMBERS.next_value())
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    at: Mapped[datetime] = mapped_column(primary_key=True)
    event: Mapped[str]
    element_id: Mapped[str]
    token: Mapped[str]
    person_id: Mapped[UUID | None]
    position_id: Mapped[UUID | None]
    data: Mapped[dict[str, Any]]


class AuditRecord(Base):
    """One command on one instance, chained by hash: each row proves the one before it."""

    __tablename__ = "audit_record"
    # within a month the database itself refuses a second row of a number; over months the lock of the instance does
    __table_args__ = (
        UniqueConstraint("instance_id", "number", "at"),
        Index(None, "at"),
        {"postgresql_partition_by": "RANGE (at)", "info": APPEND_ONLY},
    )

    id: Mapped[int] = mapped_column(BigInteger, RECORD_NUMBERS, primary_key=True, server_default=RECORD_NUMBERS.next_value())
    instance_id: Mapped[UUID]
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(primary_key=True)
    command: Mapped[str]
    person_id: Mapped[UUID | None]
    position_id: Mapped[UUID | None]
    payload_hash: Mapped[bytes] = mapped_column(LargeBinary)
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditPayload(Base):
    """The input of a command, with the salt of its hash. It is stored separately, so that the law's erasure leaves the chain whole."""

    __tablename__ = "audit_payload"
    # taken by the law's erasure alone: alur_erase_payloads in the database, after the erasure stands in the chain
    __table_args__ = {"info": APPEND_ONLY}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(index=True)
    number: Mapped[int]
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    payload: Mapped[dict[str, Any]]


class AuditSeal(Base):
    """All audit rows of a day under one signature: the seal does not fit when a row, or a whole case, was removed."""

    __tablename__ = "audit_seal"
    __table_args__ = {"info": APPEND_ONLY}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    #: in the regency's zone
    day: Mapped[date] = mapped_column(primary_key=True)
    rows: Mapped[int]
    #: of the seal before, the day and the hashes of its rows
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    key: Mapped[str]
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[datetime]


class AuditHead(Base):
    """The rows of some hours under a signature, numbered without a gap, with how many there are."""

    __tablename__ = "audit_head"
    __table_args__ = {"info": APPEND_ONLY}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime]
    until: Mapped[datetime]
    #: of the window
    rows: Mapped[int]
    chains: Mapped[int]
    #: of all heads so far
    all_rows: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    key: Mapped[str]
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[datetime]


class CommandKey(Base):
    """A command that was carried out under an idempotency key, with its result."""

    __tablename__ = "command_key"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    payload_hash: Mapped[bytes] = mapped_column(LargeBinary)
    result: Mapped[dict[str, Any] | None]
    at: Mapped[datetime] = mapped_column(index=True)
