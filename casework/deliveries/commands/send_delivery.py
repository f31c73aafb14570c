"""Notes that documents of a case go to a recipient; what carries them begins after the commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid5

from sqlalchemy import func, select

from casework.deliveries.tables import Delivery
from casework.documents.tables import Document
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class SendDelivery(Command):
    """One job has one delivery. Raises InvalidState for a document of another case."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    job: UUID
    instance: UUID
    channel: str
    recipient: str
    documents: list[str]
    position: UUID | None = None
    address: str | None = None

    def run(self, context: CommandContext) -> Answer:
        session, identifier = context.session, uuid5(self.job, "delivery")
        known = session.get(Delivery, identifier)
        if known is not None:
            return {"delivery": str(identifier), "ended": known.sent_at is not None or known.failed is not None}
        instance = session.get_one(ProcessInstance, self.instance)
        wanted = sorted({UUID(document) for document in self.documents})
        own = select(func.count()).select_from(Document).where(Document.id.in_(wanted), Document.instance_id == instance.root_id)
        if session.scalar(own) != len(wanted):
            raise InvalidState("Expected documents of this case, but one of them is another's.")
        session.add(
            Delivery(
                id=identifier,
                instance_id=instance.root_id,
                channel=self.channel,
                recipient=self.recipient,
                position_id=self.position,
                address=self.address,
                documents=list(dict.fromkeys(self.documents)),
                created_at=context.now,
            )
        )
        context.audit(instance)
        return {"delivery": str(identifier), "ended": False}
