"""Keep an uploaded file as a document that no case has yet. The form that is sent with it attaches it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import Forbidden
from engine.persistence.tables.records import Document, DocumentVersion
from engine.records.file_check import check_file


@dataclass(frozen=True, kw_only=True)
class StoreDocument(Command):
    """Raises FileRejected (its code says why)."""

    permission: ClassVar[str] = "person"

    file_name: str
    content: bytes

    def payload(self) -> dict[str, Any]:
        return {"file_name": self.file_name, "sha256": hashlib.sha256(self.content).hexdigest()}

    def run(self, context: CommandContext) -> Answer:
        if context.actor.person is None:
            raise Forbidden
        file = check_file(self.file_name, self.content)
        document = Document(
            id=context.new_id(),
            title=file.name,
            data_class="internal",
            retention="",
            created_by=context.actor.person,
            created_at=context.now,
        )
        context.session.add(document)
        context.session.flush()
        context.session.add(
            DocumentVersion(
                id=context.new_id(),
                document_id=document.id,
                number=1,
                file_name=file.name,
                media_type=file.media_type,
                size=len(self.content),
                pages=file.pages,
                sha256=context.platform.documents.put(self.content),
                created_by=context.actor.person,
                created_at=context.now,
            )
        )
        return {"id": str(document.id), "name": file.name, "media_type": file.media_type, "size": len(self.content), "pages": file.pages}
