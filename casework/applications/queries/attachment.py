"""Reads a file of a draft, or its description, for the draft's holder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.applications.drafts import draft_of_holder
from casework.documents.document_files import FileView, StoredFile, file_view
from casework.documents.parts import DocumentParts
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
        draft = draft_of_holder(context.session, self.draft, self.token)
        row = context.session.execute(
            select(Document, DocumentVersion)
            .join(DocumentVersion, DocumentVersion.document_id == Document.id)
            .where(Document.id == self.document, Document.draft_id == draft.id)
        ).first()
        if row is None:
            raise NotFound("Expected a file of this draft, but there is none under this address.")
        return file_view(row[0], row[1])


@dataclass(frozen=True, kw_only=True)
class AttachmentContent(Query):
    """The file itself, under the same rule. Raises NotFound."""

    permission: ClassVar[str] = "public"

    draft: UUID
    token: str
    document: UUID

    def run(self, context: QueryContext) -> StoredFile:
        view = Attachment(draft=self.draft, token=self.token, document=self.document).run(context)
        return StoredFile(view=view, store=context.platform.part(DocumentParts).documents)
