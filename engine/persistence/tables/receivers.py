"""Tables of what nobody can act on, and of the mails that tell operators of it and of incidents."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class ReceiverFinding(Base):
    """A thing that waits for somebody, while nobody can act on it. The standing check opens and closes it."""

    __tablename__ = "receiver_finding"
    __table_args__ = (
        Index("uq_receiver_finding_open", "kind", "subject", unique=True, postgresql_where=text("closed_at is null")),
        Index("ix_receiver_finding_untold", "found_at", postgresql_where=text("closed_at is null and told_in is null")),
    )

    id: Mapped[Key]
    #: what waits: "task", or a kind of a room (Hooks.receivers)
    kind: Mapped[str]
    #: the id of what waits
    subject: Mapped[UUID]
    #: None: what waits belongs to no case
    instance_id: Mapped[UUID | None] = mapped_column(ForeignKey("process_instance.id"), index=True)
    reason: Mapped[str]  # VACANT, AWAY, ENDED, CLAIMED, NOBODY
    #: for whom it waits: a position, or a role in a unit; all None where nobody was named
    position_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    role: Mapped[str | None]
    #: since when nobody can act on it
    since: Mapped[datetime]
    found_at: Mapped[datetime]
    #: the mail that told operators of it
    told_in: Mapped[UUID | None] = mapped_column(ForeignKey("operator_mail.id"))
    closed_at: Mapped[datetime | None]


class OperatorMail(Base):
    """One mail to all operators, about incidents and findings that they had not been told of."""

    __tablename__ = "operator_mail"
    __table_args__ = (Index(None, "created_at"),)

    id: Mapped[Key]
    created_at: Mapped[datetime]
    #: when the first operator's mail server took it
    sent_at: Mapped[datetime | None]
