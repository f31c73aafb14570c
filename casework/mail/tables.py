"""Tables of mail: official addresses of units, mails that came in, and those of ours that came back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class OfficialAddress(Base):
    """An e-mail address of a unit. Mails to it begin the process that waits for `message`."""

    __tablename__ = "official_address"
    __table_args__ = (UniqueConstraint("address"),)

    id: Mapped[Key]
    address: Mapped[str]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    message: Mapped[str]
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID | None]
    #: from then on mails to it are refused
    closed_at: Mapped[datetime | None]


class MailContent(Base):
    """A mail as it came, once for all its recipients."""

    __tablename__ = "mail_content"

    id: Mapped[Key]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ReceivedMail(Base):
    """A mail for one of our addresses, written before its sender's server was told that we have it."""

    __tablename__ = "received_mail"
    __table_args__ = (
        UniqueConstraint("recipient", "identity"),
        Index("ix_received_mail_due", "due_at", postgresql_where=text("status = 'RECEIVED'")),
        Index(None, "received_at"),
        Index("ix_received_mail_message", "recipient", "message_id"),
    )

    id: Mapped[Key]
    recipient: Mapped[str]
    #: None: the address from which the platform itself writes
    address_id: Mapped[UUID | None] = mapped_column(ForeignKey("official_address.id"))
    #: a hash of Message-ID and text: the same mail sent again is one
    identity: Mapped[bytes] = mapped_column(LargeBinary)
    message_id: Mapped[str]
    #: whom the sender's server named; "": nobody
    envelope_from: Mapped[str]
    #: None: forgotten, the term of keeping is over
    content_id: Mapped[UUID | None] = mapped_column(ForeignKey("mail_content.id"), index=True)
    size: Mapped[int]
    received_at: Mapped[datetime]
    status: Mapped[str]  # RECEIVED, DELIVERED, AUTOMATIC, SET_ASIDE
    reason: Mapped[str]
    #: as the mail says; "" before it was read
    sender: Mapped[str]
    subject: Mapped[str]
    attempts: Mapped[int]
    due_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    #: an operator has it delivered in spite of its reason
    released_by: Mapped[UUID | None]
    instance_id: Mapped[UUID | None] = mapped_column(ForeignKey("process_instance.id"), index=True)


class ReturnedMail(Base):
    """A mail of ours that a server says it could not deliver."""

    __tablename__ = "returned_mail"
    __table_args__ = (UniqueConstraint("key", "address"), Index(None, "instance_id", "told_at"))

    id: Mapped[Key]
    #: of the mail that was sent: the name in its Message-ID
    key: Mapped[str]
    instance_id: Mapped[UUID | None] = mapped_column(ForeignKey("process_instance.id"))
    #: an employee; None: an applicant
    person_id: Mapped[UUID | None]
    address: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str]
    told_at: Mapped[datetime]
