"""What procedures leave behind: who may see a case, register entries, numbers, documents."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Computed, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class CaseAccess(Base):
    """Who may see an instance: a position, a role in a unit, or a person. Everything else answers 404."""

    __tablename__ = "case_access"
    __table_args__ = (
        Index(None, "position_id", "instance_id"),
        Index(None, "unit_id", "role", "instance_id"),
        Index(None, "person_id", "instance_id"),
        UniqueConstraint("instance_id", "position_id", "unit_id", "role", "person_id", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    position_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    role: Mapped[str | None]
    person_id: Mapped[UUID | None]
    level: Mapped[str]  # work, read
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    reason: Mapped[str]


class RegisterEntry(Base):
    """One line of a register that a package declares; its fields follow the variables of its instance."""

    __tablename__ = "register_entry"
    __table_args__ = (
        UniqueConstraint("register", "unique_key"),
        Index("ix_register_entry_search", "search", postgresql_using="gin"),
        Index("ix_register_entry_latest", "register", "created_at"),
        Index("ix_register_entry_match", "register", "match_key"),
    )

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), unique=True)
    register: Mapped[str]
    #: the declared unique fields, joined; None while one of them is still empty
    unique_key: Mapped[str | None]
    #: the declared fields by which duplicates are looked for, folded and joined
    match_key: Mapped[str | None]
    title: Mapped[str]
    fields: Mapped[dict[str, Any]]
    search_text: Mapped[str]
    search: Mapped[Any] = mapped_column(TSVECTOR, Computed("to_tsvector('alur_id', search_text)", persisted=True))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class NumberSeries(Base):
    """The last number given in one series and scope (a unit's book of one year)."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class ReservedNumber(Base):
    __tablename__ = "reserved_number"
    __table_args__ = (UniqueConstraint("series", "scope", "number"), UniqueConstraint("series", "reserved_for"))

    id: Mapped[Key]
    series: Mapped[str]
    scope: Mapped[str]
    number: Mapped[int]
    #: asking again for the same purpose gives the same number
    reserved_for: Mapped[str]
    reserved_at: Mapped[datetime]


class Document(Base):
    """A document of a case; its file stands in versions. Before its form is sent it belongs to its uploader, or to a draft."""

    __tablename__ = "document"
    __table_args__ = (Index(None, "instance_id"), Index(None, "draft_id"))

    id: Mapped[Key]
    instance_id: Mapped[UUID | None] = mapped_column(ForeignKey("process_instance.id"))
    title: Mapped[str]
    data_class: Mapped[str]
    retention: Mapped[str]
    #: None: a guest
    created_by: Mapped[UUID | None]
    #: the application whose holder uploaded it
    draft_id: Mapped[UUID | None] = mapped_column(ForeignKey("application_draft.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]


class DocumentVersion(Base):
    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[Key]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    number: Mapped[int]
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]


class PackageState(Base):
    """Whether an administrator has enabled a process package."""

    __tablename__ = "package_state"

    key: Mapped[str] = mapped_column(primary_key=True)
    enabled: Mapped[bool] = mapped_column(Boolean)
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]
