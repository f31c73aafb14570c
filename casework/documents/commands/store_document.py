"""Stores an uploaded file: as a document without a case (the form that is sent with it attaches it), or as a document's new version."""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import func, or_, select

from casework.documents.decoding.decoder import DECODER
from casework.documents.decoding.refusals import Refused
from casework.documents.errors import DecoderBusy
from casework.documents.file_check import CheckedFile, check_file
from casework.documents.parts import DocumentParts
from casework.documents.tables import Document, DocumentVersion
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.platform import Platform
from engine.model.errors import Forbidden, NotFound
from engine.persistence.tables.instances import ProcessInstance

#: pages that are drawn at once, for whoever types beside them; the worker draws all of them when the file has its case
DRAWN_AT_ONCE = 3


@dataclass(frozen=True, kw_only=True)
class StoreDocument(Command):
    """Raises FileRejected (its details say why), and NotFound for a document that the actor did not upload, or whose case has ended."""

    permission: ClassVar[str] = "person"

    file_name: str
    content: bytes
    #: the document whose next version this is
    document: UUID | None = None
    #: whether its first pages are to be seen at once
    draw: bool = False

    def payload(self) -> dict[str, Any]:
        return {"file_name": self.file_name, "sha256": hashlib.sha256(self.content).hexdigest(), "document": self.document}

    def examine(self, platform: Platform) -> CheckedFile:
        file = check_file(self.file_name, self.content, platform.part(DocumentParts).scanner)
        return replace(file, drawn=_first_pages(file)) if self.draw else file

    def run(self, context: CommandContext) -> Answer:
        if context.actor.person is None:
            raise Forbidden
        file: CheckedFile = context.examined
        document = self._known(context, self.document) if self.document else self._new(context, file.name)
        documents = context.platform.part(DocumentParts).documents
        sha256 = documents.put(file.content)
        for number, image in file.drawn:
            documents.put_page(sha256, number, image)
        newest = select(func.max(DocumentVersion.number)).where(DocumentVersion.document_id == document.id)
        context.session.add(
            DocumentVersion(
                id=context.new_id(),
                document_id=document.id,
                number=(context.session.execute(newest).scalar() or 0) + 1,
                file_name=file.name,
                media_type=file.media_type,
                size=len(file.content),
                pages=file.pages,
                sha256=sha256,
                created_by=context.actor.person,
                created_at=context.now,
            )
        )
        return {"id": str(document.id), "name": file.name, "media_type": file.media_type, "size": len(file.content), "pages": file.pages}

    def _new(self, context: CommandContext, title: str) -> Document:
        assert context.actor.person is not None
        document = Document(
            id=context.new_id(),
            title=title,
            data_class="internal",
            retention="",
            created_by=context.actor.person,
            created_at=context.now,
        )
        context.session.add(document)
        context.session.flush()
        return document

    def _known(self, context: CommandContext, identifier: UUID) -> Document:
        """Returns the document, locked, so that versions are counted one after the other."""
        statement = select(Document).where(
            Document.id == identifier,
            Document.created_by == context.actor.person,
            or_(
                Document.instance_id.is_(None),
                Document.instance_id.in_(select(ProcessInstance.id).where(ProcessInstance.status == "ACTIVE")),
            ),
        )
        document = context.session.scalars(statement.with_for_update()).first()
        if document is None:
            raise NotFound("Expected a document of yours whose case is open, but there is none under this id.")
        return document


def _first_pages(file: CheckedFile) -> tuple[tuple[int, bytes], ...]:
    """Returns images of the first pages; none where nobody can draw them now: then they come with the case, as of every file."""
    with contextlib.suppress(Refused, DecoderBusy):
        pages = DECODER.run("draw", file.content, media_type=file.media_type, most=DRAWN_AT_ONCE)
        return tuple((page["page"], image) for page, image in islice(pages, DRAWN_AT_ONCE))
    return ()
