"""Tables of looks at citizens' cases, of holds, approvals and erasures."""

from __future__ import annotations

from datetime import date, datetime
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


class LegalHold(Base):
    """Nothing of the case is erased or handed over while it stands: a dispute, an audit, an investigation."""

    __tablename__ = "legal_hold"
    __table_args__ = (Index("uq_legal_hold_standing", "instance_id", unique=True, postgresql_where=text("lifted_at is null")),)

    id: Mapped[Key]
    #: the root case
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    reason: Mapped[str]
    placed_at: Mapped[datetime]
    placed_by: Mapped[UUID | None]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[UUID | None]
    lifted_because: Mapped[str | None]


class RetentionApproval(Base):
    """The approval by which cases of one process, or parts of them, may be destroyed or handed over.

    Of the Bupati; for destroying after ten years and more of ANRI too.
    """

    __tablename__ = "retention_approval"

    id: Mapped[Key]
    process_key: Mapped[str] = mapped_column(index=True)
    #: what may go: CASE, FIELD (answers of a form), DOCUMENT
    part: Mapped[str] = mapped_column(server_default=text("'CASE'"))
    #: what was approved: DESTROY, ARCHIVE (to hand over)
    fate: Mapped[str] = mapped_column(server_default=text("'DESTROY'"))
    #: the cases whose time was over on this day
    due_until: Mapped[date]
    #: number and date of the approval
    basis: Mapped[str]
    approved_at: Mapped[datetime]
    approved_by: Mapped[UUID | None]


class Erasure(Base):
    """That a case was erased, when, by which rule and on which basis; it holds nothing of the case itself."""

    __tablename__ = "erasure"
    __table_args__ = ({"info": APPEND_ONLY},)

    #: the root case
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), primary_key=True)
    process_key: Mapped[str]
    rule: Mapped[str]
    basis: Mapped[str]
    erased_at: Mapped[datetime]
    erased_by: Mapped[UUID | None]


class PartErasure(Base):
    """That a field or a document of a case was erased before the case itself; nothing of it."""

    __tablename__ = "part_erasure"
    __table_args__ = ({"info": APPEND_ONLY},)

    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)  # FIELD, DOCUMENT
    #: of the field, or the id of the document
    name: Mapped[str] = mapped_column(primary_key=True)
    rule: Mapped[str]
    basis: Mapped[str]
    erased_at: Mapped[datetime]
    erased_by: Mapped[UUID | None]


class Handover(Base):
    """Cases that are kept for ever, packed for the archive. They leave the platform after the minutes of the handing over are recorded."""

    __tablename__ = "handover"

    id: Mapped[Key]
    process_key: Mapped[str]
    rule: Mapped[str]
    #: number and date of the approval
    basis: Mapped[str]
    #: of the package in the store of files
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    #: the hash of each file of the package, as `sha256sum` writes it: it stays
    listing: Mapped[str]
    prepared_at: Mapped[datetime]
    #: number and date of the minutes (berita acara serah terima)
    minutes: Mapped[str | None]
    handed_at: Mapped[datetime | None]
    handed_by: Mapped[UUID | None]
    #: when the last of its cases was erased here; from then on the store may drop the package
    closed_at: Mapped[datetime | None]


class HandoverCase(Base):
    __tablename__ = "handover_case"

    #: the root case
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), primary_key=True)
    handover_id: Mapped[UUID] = mapped_column(ForeignKey("handover.id", ondelete="CASCADE"), index=True)
