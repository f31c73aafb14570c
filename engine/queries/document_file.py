"""The file of a document, for somebody who may see its case (or who has just uploaded it)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import and_, false, or_, select, true

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.access import may_see
from engine.model.actor import SYSTEM
from engine.model.errors import NotFound
from engine.persistence.tables.records import Document, DocumentVersion


@dataclass(frozen=True, kw_only=True)
class FileView:
    """A version of a document."""

    document: UUID
    instance: UUID | None
    name: str
    media_type: str
    size: int
    pages: int
    sha256: str
    data_class: str
    created_at: datetime
    #: whether the images of its pages are there
    drawn: bool = False


@dataclass(frozen=True, kw_only=True)
class DocumentFile(Query):
    """The newest version. Raises NotFound, the same for what is hidden and what does not exist."""

    permission: ClassVar[str] = "person"

    document: UUID

    def run(self, context: QueryContext) -> FileView:
        actor = context.actor
        own = and_(Document.instance_id.is_(None), Document.created_by == actor.person) if actor.person else false()
        allowed = true() if actor is SYSTEM else or_(own, may_see(actor, Document.instance_id, context.now))
        row = context.session.execute(
            select(Document, DocumentVersion)
            .join(DocumentVersion, DocumentVersion.document_id == Document.id)
            .where(Document.id == self.document, allowed)
            .order_by(DocumentVersion.number.desc())
            .limit(1)
        ).first()
        if row is None:
            raise NotFound("Expected a document that you may see, but there is none under this address.")
        document, version = row
        return file_view(document, version)


def file_view(document: Document, version: DocumentVersion) -> FileView:
    return FileView(
        document=document.id,
        instance=document.instance_id,
        name=version.file_name,
        media_type=version.media_type,
        size=version.size,
        pages=version.pages,
        sha256=version.sha256,
        data_class=document.data_class,
        created_at=document.created_at,
    )
