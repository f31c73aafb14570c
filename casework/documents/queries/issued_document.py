"""Reads a signed document of a case, or its description, for the holder of a pass to the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.documents.document_files import FileView, StoredFile, file_view
from casework.documents.parts import DocumentParts
from casework.documents.tables import Document, DocumentVersion, IssuedDocument
from casework.records.public_numbers import case_of_pass
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class IssuedDocumentFile(Query):
    """Answers the signed version. Raises NotFound."""

    permission: ClassVar[str] = "public"

    case_pass: str
    document: UUID

    def run(self, context: QueryContext) -> FileView:
        case = case_of_pass(context.platform.vault, self.case_pass)
        row = context.session.execute(
            select(Document, DocumentVersion)
            .join(DocumentVersion, DocumentVersion.document_id == Document.id)
            .join(IssuedDocument, IssuedDocument.document_id == Document.id)
            .where(Document.id == self.document, IssuedDocument.instance_id == case, IssuedDocument.sha256 == DocumentVersion.sha256)
        ).first()
        if row is None:
            raise NotFound("Expected a document of this case, but there is none under this address.")
        return file_view(row[0], row[1])


@dataclass(frozen=True, kw_only=True)
class IssuedDocumentContent(Query):
    """Answers the bytes of the signed version, under the same rule. Raises NotFound."""

    permission: ClassVar[str] = "public"

    case_pass: str
    document: UUID

    def run(self, context: QueryContext) -> StoredFile:
        view = IssuedDocumentFile(case_pass=self.case_pass, document=self.document).run(context)
        return StoredFile(view=view, store=context.platform.part(DocumentParts).documents)
