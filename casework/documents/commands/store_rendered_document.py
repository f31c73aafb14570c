"""Stores a document that was rendered from a template, ready to be signed; rendered again, it is the next version of the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import func, select

from casework.documents.answers import DRAW_PAGES
from casework.documents.file_check import safe_name
from casework.documents.parts import DocumentParts
from casework.documents.tables import Document, DocumentVersion, IssuedDocument
from casework.records.public_numbers import document_code
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.job_rows import platform_job
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class StoreRenderedDocument(Command):
    """Raises InvalidState for a document that is signed, or another case's."""

    permission: ClassVar[str] = "system"
    stored_name: ClassVar[str] = "StoreRendered"
    repeatable: ClassVar[bool] = True

    instance: UUID
    document: UUID
    title: str
    number: str
    holder: str
    valid_to: datetime | None
    pages: int
    content: bytes
    #: what it says, entry by entry
    words: Mapping[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        return {"instance": self.instance, "document": self.document, "number": self.number}

    def run(self, context: CommandContext) -> Answer:
        instance, session = lock_instance(context, self.instance), context.session
        issued = session.get(IssuedDocument, self.document)
        if issued is None:
            session.add(
                Document(
                    id=self.document,
                    instance_id=instance.root_id,
                    title=self.title,
                    data_class="internal",
                    retention="",
                    created_at=context.now,
                )
            )
            session.flush()
            code = document_code(context.platform.vault, self.document)
            issued = IssuedDocument(document_id=self.document, code=code, instance_id=instance.root_id)
            session.add(issued)
        elif issued.instance_id != instance.root_id:
            raise InvalidState("Expected a document of this case, but it is another's.")
        elif issued.signed_at is not None:
            raise InvalidState("Expected a document that is not signed yet, but it is.")
        issued.title, issued.number, issued.holder, issued.valid_to = self.title, self.number, self.holder, self.valid_to
        newest = select(func.coalesce(func.max(DocumentVersion.number), 0)).where(DocumentVersion.document_id == self.document)
        sha256 = context.platform.part(DocumentParts).documents.put(self.content)
        session.add(
            DocumentVersion(
                id=context.new_id(),
                document_id=self.document,
                number=session.scalars(newest).one() + 1,
                file_name=safe_name(f"{self.title}.pdf"),
                media_type="application/pdf",
                size=len(self.content),
                pages=self.pages,
                sha256=sha256,
                created_at=context.now,
                words=dict(self.words),
            )
        )
        session.flush()
        platform_job(context, instance, DRAW_PAGES, key=f"{self.document} {sha256}", variables={"document": str(self.document)})
        context.audit(instance)
        return {"document": str(self.document), "code": issued.code}
