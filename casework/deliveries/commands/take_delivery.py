"""Takes the documents of a delivery over into the case that it began: the receiver has its own, whatever becomes of the sender's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid5

from sqlalchemy import select

from casework.deliveries.tables import CaseAnswer, Delivery
from casework.documents.tables import Document, DocumentVersion
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState, NotFound


@dataclass(frozen=True, kw_only=True)
class TakeDelivery(Command):
    """Raises NotFound, InvalidState where another case has it already."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    instance: UUID
    delivery: UUID

    def run(self, context: CommandContext) -> Answer:
        instance, session = lock_instance(context, self.instance), context.session
        delivery = session.get(Delivery, self.delivery, with_for_update=True)
        if delivery is None or delivery.channel != "case":
            raise NotFound("Expected a delivery to this case, but there is none.")
        if delivery.arrived_in not in (None, instance.root_id):
            raise InvalidState("Expected a delivery that nobody has taken, but another case has it.")
        taken = [self._copy(context, delivery, UUID(document), instance.root_id) for document in delivery.documents]
        if delivery.arrived_in is None:
            delivery.arrived_in, delivery.arrived_at = instance.root_id, context.now
            self._link(context, delivery)
        context.audit(instance)
        return {"documents": [document for document in taken if document]}

    def _copy(self, context: CommandContext, delivery: Delivery, source: UUID, case: UUID) -> str | None:
        """The newest version, such as the signed one. Returns None for what was destroyed meanwhile."""
        identifier, session = uuid5(delivery.id, str(source)), context.session
        if session.get(Document, identifier) is not None:
            return str(identifier)
        newest = select(DocumentVersion).where(DocumentVersion.document_id == source).order_by(DocumentVersion.number.desc())
        version = session.scalars(newest.limit(1)).first()
        if version is None:
            return None
        document = session.get_one(Document, source)
        kept = {"title": document.title, "data_class": document.data_class, "retention": ""}
        session.add(Document(id=identifier, instance_id=case, field="", created_at=context.now, **kept))
        session.flush()
        same = {name: getattr(version, name) for name in ("file_name", "media_type", "size", "pages", "sha256")}
        session.add(DocumentVersion(id=uuid5(identifier, "1"), document_id=identifier, number=1, created_at=context.now, **same))
        return str(identifier)

    def _link(self, context: CommandContext, delivery: Delivery) -> None:
        """An answer that comes back to whoever was answered is linked to what they had sent."""
        session = context.session
        answered = select(CaseAnswer.answered_id).where(CaseAnswer.instance_id == delivery.instance_id)
        origin = session.scalar(select(Delivery.instance_id).where(Delivery.arrived_in.in_(answered)))
        if origin is not None and origin != delivery.arrived_in:
            session.add(CaseAnswer(instance_id=delivery.arrived_in, answered_id=origin, created_at=context.now))
