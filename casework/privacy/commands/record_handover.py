"""Records that cases are packed for the archive: from now on they wait for the minutes of the handing over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.documents.tables import Document, DocumentVersion
from casework.privacy.tables import Handover, HandoverCase, LegalHold
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class RecordHandover(Command):
    """`sha256`, `size`: of the package in the store; `listing`: the hash of each file. Raises InvalidState: one is held or packed."""

    permission: ClassVar[str] = "system"

    process: str
    cases: list[UUID]
    rule: str
    basis: str
    sha256: str
    size: int
    listing: str

    def run(self, context: CommandContext) -> Answer:
        session = context.session
        held = select(LegalHold.instance_id).where(LegalHold.instance_id.in_(self.cases), LegalHold.lifted_at.is_(None))
        packed = select(HandoverCase.instance_id).where(HandoverCase.instance_id.in_(self.cases))
        if session.execute(held.union(packed).limit(1)).first() is not None:
            raise InvalidState("Expected cases that are neither held nor packed, but one of them is.")
        identifier = context.new_id()
        values = {"process_key": self.process, "rule": self.rule, "basis": self.basis, "sha256": self.sha256, "size": self.size}
        session.add(Handover(id=identifier, listing=self.listing, prepared_at=context.now, **values))
        # a document of no case: while it is there the store keeps the package
        session.add(Document(id=identifier, title="", data_class="internal", retention="", created_at=context.now))
        session.flush()
        kept = {"number": 1, "file_name": "serah-arsip.zip", "media_type": "application/zip", "size": self.size, "pages": 0}
        session.add(DocumentVersion(id=context.new_id(), document_id=identifier, sha256=self.sha256, created_at=context.now, **kept))
        session.add_all(HandoverCase(instance_id=case, handover_id=identifier) for case in self.cases)
        return {"handover": str(identifier)}
