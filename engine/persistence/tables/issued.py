"""Documents that the regency issues: by which code anybody verifies them, who signed, and whether they still hold."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base


class IssuedDocument(Base):
    """Before it is signed nobody outside knows of it."""

    __tablename__ = "issued_document"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    #: the case that was applied for
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    title: Mapped[str]
    number: Mapped[str]
    #: whom it is for, masked already
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
    """Somebody is about to sign: a short lease, so that two do not sign one document."""

    __tablename__ = "signing"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("user_task.id", ondelete="CASCADE"), primary_key=True)
    lease: Mapped[UUID]
    person_id: Mapped[UUID]
    #: of the version that is to be signed
    sha256: Mapped[str]
    expires_at: Mapped[datetime]
