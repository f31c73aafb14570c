"""Tables of documents of cases, their versions, issued documents, and the leases of those that are being signed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class IssuedDocument(Base):
    """A document that a case issues to somebody; nobody outside sees it before it is signed."""

    __tablename__ = "issued_document"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    #: the case that was applied for
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    title: Mapped[str]
    number: Mapped[str]
    #: the person or body that it is issued to, masked
    holder: Mapped[str]
    #: of the signed version
    sha256: Mapped[str | None] = mapped_column(unique=True)
    signed_at: Mapped[datetime | None]
    signer: Mapped[str | None]
    signer_title: Mapped[str | None]
    issuer: Mapped[str | None]
    #: until when it holds
    valid_to: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None]


class Signing(Base):
    """The short lease of a signer, so that two people do not sign one document."""

    __tablename__ = "signing"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("user_task.id", ondelete="CASCADE"), primary_key=True)
    lease: Mapped[UUID]
    person_id: Mapped[UUID]
    #: of the version that is to be signed
    sha256: Mapped[str]
    expires_at: Mapped[datetime]


class Document(Base):
    """A document of a case; its file stands in versions. Before its form is sent it belongs to its uploader, or to a draft."""

    __tablename__ = "document"
    __table_args__ = (Index(None, "instance_id"), Index(None, "draft_id"))

    id: Mapped[Key]
    instance_id: Mapped[UUID | None] = mapped_column(ForeignKey("process_instance.id"))
    title: Mapped[str]
    data_class: Mapped[str]
    retention: Mapped[str]
    #: of the form for which it was uploaded: its rule in the newest version counts; empty: of none, or not known
    field: Mapped[str] = mapped_column(server_default=text("''"))
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
    #: of a version that was written from a template: what it says, entry by entry, so that two can be compared
    words: Mapped[dict[str, Any] | None]
