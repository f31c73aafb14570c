"""Erases one document of an ended case whose own time is over; that it was there stays.

The rule: docs/law/personal-data.md#erasure-and-destruction
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import delete, select

from casework.documents.tables import Document, DocumentVersion, IssuedDocument
from casework.privacy.holds import standing_hold
from casework.privacy.tables import PartErasure
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class EraseDocument(Command):
    """Its versions go, and the store sweeps files that nothing names; its row stays without a name.

    What was issued goes with its case only. Raises NotFound, InvalidState where something of the tree goes on, or it is held.
    """

    permission: ClassVar[str] = "administer"
    repeatable: ClassVar[bool] = True

    document: UUID
    rule: str
    basis: str

    def run(self, context: CommandContext) -> Answer:
        session = context.session
        owner = session.scalar(select(Document.instance_id).where(Document.id == self.document))
        if owner is None:
            raise NotFound("Expected a document of a case, but there is none under this id.")
        instance = lock_instance(context, owner)
        tree = select(ProcessInstance.id).where(ProcessInstance.root_id == instance.root_id, ProcessInstance.status == "ACTIVE")
        issued = session.get(IssuedDocument, self.document) is not None
        if issued or session.execute(tree.limit(1)).first() is not None:
            raise InvalidState("Expected a document that was not issued, of a case that has ended, but it is another.")
        if (hold := standing_hold(context, instance.root_id)) is not None:
            raise InvalidState(f"Expected a case without a legal hold, but it is held: {hold.reason}")
        session.execute(delete(DocumentVersion).where(DocumentVersion.document_id == self.document))
        session.get_one(Document, self.document).title = ""
        if session.get(PartErasure, (instance.id, "DOCUMENT", str(self.document))) is None:
            done = {"rule": self.rule, "basis": self.basis, "erased_at": context.now, "erased_by": context.actor.person}
            session.add(PartErasure(instance_id=instance.id, part="DOCUMENT", name=str(self.document), **done))
        context.audit(instance)
        return {"document": str(self.document)}
