"""Stores a file that an applicant uploads, as a document of the draft; the form names it when it is sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from casework.applications.drafts import draft_of_holder, forget_unused, stored_bytes, unseal_draft
from casework.documents.file_check import MAX_BYTES_OF_CASE, CheckedFile, check_file, reject
from casework.documents.parts import DocumentParts
from casework.documents.tables import Document, DocumentVersion
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.platform import Platform
from engine.model.errors import InvalidState

#: how long a file may wait until the page that sent it names it among the answers
UNNAMED = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class StoreAttachment(Command):
    """Raises FileRejected (its details say why), ScannerAway, NotFound, InvalidState for a draft that was sent."""

    permission: ClassVar[str] = "public"

    draft: UUID
    token: str
    file_name: str
    content: bytes

    def payload(self) -> dict[str, Any]:
        return {"draft": self.draft, "file_name": self.file_name, "sha256": hashlib.sha256(self.content).hexdigest()}

    def examine(self, platform: Platform) -> CheckedFile:
        return check_file(self.file_name, self.content, platform.part(DocumentParts).scanner, from_guest=True)

    def run(self, context: CommandContext) -> Answer:
        draft = draft_of_holder(context.session, self.draft, self.token, lock=True)
        if draft.sent_at is not None:
            raise InvalidState("Expected a draft that is not sent yet, but it was sent.")
        file: CheckedFile = context.examined
        if stored_bytes(context.session, draft) + len(file.content) > MAX_BYTES_OF_CASE:
            _token, answers = unseal_draft(context.platform.vault, draft)
            forget_unused(context.session, draft, answers, before=context.now - UNNAMED)
            if stored_bytes(context.session, draft) + len(file.content) > MAX_BYTES_OF_CASE:
                raise reject("TOO_MUCH", file.name, limit=MAX_BYTES_OF_CASE // 1_000_000)
        document = Document(
            id=context.new_id(), title=file.name, data_class="internal", retention="", draft_id=draft.id, created_at=context.now
        )
        context.session.add(document)
        context.session.flush()
        version = DocumentVersion(
            id=context.new_id(),
            document_id=document.id,
            number=1,
            file_name=file.name,
            media_type=file.media_type,
            size=len(file.content),
            pages=file.pages,
            sha256=context.platform.part(DocumentParts).documents.put(file.content),
            created_at=context.now,
        )
        context.session.add(version)
        return {"id": str(document.id), "name": file.name, "size": len(file.content)}
