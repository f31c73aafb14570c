"""A file of a draft, for whoever holds the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.applications.drafts import held_draft
from casework.documents.document_files import FileView, file_view
from casework.documents.tables import Document, DocumentVersion
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class Attachment(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "public"

    draft: UUID
    token: str
    document: UUID

    def run(self, context: QueryContext) -> FileView:
        draft = held_draft(context.session, self.draft, self.token)
        row = context.session.execute(
            select(Document, DocumentVersion)
            .join(DocumentVersion, DocumentVersion.document_id == Document.id)
            .where(Document.id == self.document, Document.draft_id == draft.id)
        ).first()
        if row is None:
            raise NotFound("Expected a file of this draft, but there is none under this address.")
        return file_view(row[0], row[1])
