"""Tables of the workshop: drafts of packages with their files, and their changes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class PackageDraft(Base):
    """A draft of a package's next version. There is one for each package: two would overwrite each other."""

    __tablename__ = "package_draft"
    __table_args__ = (
        Index("uq_package_draft_open", "package", unique=True, postgresql_where=text("state in ('OPEN', 'PROPOSED', 'APPROVED')")),
        Index("ix_package_draft_live_at", "live_at", postgresql_where=text("state = 'APPROVED'")),
        Index(None, "package", "begun_at"),
    )

    id: Mapped[Key]
    package: Mapped[str]
    state: Mapped[str]  # OPEN, PROPOSED, APPROVED (until it goes live), PUBLISHED, DISCARDED
    #: the live deployment at its beginning; None: there was none
    base_id: Mapped[UUID | None] = mapped_column(ForeignKey("deployment.id"))
    begun_at: Mapped[datetime]
    begun_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]
    #: the present editor, and until when nobody else may edit
    editor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    editor_until: Mapped[datetime | None]
    #: the change and its reason, for the approver and for the changelog
    note: Mapped[str] = mapped_column(server_default=text("''"))
    proposed_at: Mapped[datetime | None]
    proposed_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    #: when what was approved goes live, and who approved it
    live_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None]
    #: why it did not go live at its moment: base (another version did meanwhile), problems; empty: nothing held it back
    held_back: Mapped[str] = mapped_column(server_default=text("''"))
    #: the person who approved it, or discarded it
    ended_by: Mapped[UUID | None]
    #: the deployment that it became
    deployment_id: Mapped[UUID | None] = mapped_column(ForeignKey("deployment.id"))


class PackageDraftFile(Base):
    __tablename__ = "package_draft_file"
    __table_args__ = (UniqueConstraint("draft_id", "path"),)

    id: Mapped[Key]
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("package_draft.id", ondelete="CASCADE"))
    path: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class PackageDraftChange(Base):
    """One change of a file by one person; its former content can be restored."""

    __tablename__ = "package_draft_change"
    __table_args__ = (Index(None, "draft_id", "changed_at"),)

    id: Mapped[Key]
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("package_draft.id", ondelete="CASCADE"))
    path: Mapped[str]
    person_id: Mapped[UUID | None]
    changed_at: Mapped[datetime]
    #: None: the file was not there
    before: Mapped[bytes | None] = mapped_column(LargeBinary)
