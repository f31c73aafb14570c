"""Reads the file of a document, or its description, for an actor who may see its case or has just uploaded it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import and_, false, or_, select, true
from sqlalchemy.orm import load_only

from casework.documents.document_files import FileView, StoredFile, file_view
from casework.documents.parts import DocumentParts
from casework.documents.tables import Document, DocumentVersion
from engine.core.context import QueryContext
from engine.core.looks import Look
from engine.core.query import Query
from engine.identity.access import may_see
from engine.model.actor import SYSTEM
from engine.model.errors import NotFound
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class DocumentFile(Query):
    """Answers the newest version. Raises NotFound, the same for a hidden document and for none."""

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
        if document.instance_id is not None:
            root = context.session.get_one(ProcessInstance, document.instance_id, options=[load_only(ProcessInstance.root_id)]).root_id
            context.looks.append(Look(case=root, kind="file"))
        return file_view(document, version)


@dataclass(frozen=True, kw_only=True)
class DocumentContent(Query):
    """Answers the bytes of the newest version, under the same rule. Raises NotFound."""

    permission: ClassVar[str] = "person"

    document: UUID

    def run(self, context: QueryContext) -> StoredFile:
        view = DocumentFile(document=self.document).run(context)
        return StoredFile(view=view, store=context.platform.part(DocumentParts).documents)
