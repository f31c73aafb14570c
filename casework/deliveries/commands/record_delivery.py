"""Records that a delivery was taken by what carries it, or that it will never arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.deliveries.tables import Delivery
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class RecordDelivery(Command):
    """`failed`: why it will never arrive."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    delivery: UUID
    failed: str | None = None

    def run(self, context: CommandContext) -> Answer:
        delivery = context.session.get_one(Delivery, self.delivery, with_for_update=True)
        if self.failed is not None:
            delivery.failed = self.failed
        elif delivery.sent_at is None:
            delivery.sent_at = context.now
        context.audit(context.session.get_one(ProcessInstance, delivery.instance_id))
        return {}
