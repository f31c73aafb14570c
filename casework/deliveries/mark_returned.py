"""Marks a delivery by mail that came back: its case shows that it did not arrive."""

from __future__ import annotations

from uuid import UUID

from casework.deliveries.tables import Delivery
from engine.core.context import CommandContext
from engine.persistence.tables.instances import ProcessInstance

#: why a delivery failed that a server had taken
RETURNED = "returned"


def mark_returned_delivery(context: CommandContext, key: UUID) -> UUID | None:
    """Answers the case of the delivery with this key; None where there is none."""
    delivery = context.session.get(Delivery, key, with_for_update=True)
    if delivery is None:
        return None
    delivery.failed = RETURNED
    context.audit(context.session.get_one(ProcessInstance, delivery.instance_id))
    return delivery.instance_id
