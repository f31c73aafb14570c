"""Raises incidents: each names the step that stands still and the reason, until somebody resolves it."""

from __future__ import annotations

from uuid import UUID

from engine.core.context import CommandContext
from engine.persistence.tables.instances import Incident, ProcessInstance

#: an effect outside that may have happened or not: a person looks, nothing is repeated blindly
UNCERTAIN = "to_be_checked"


def raise_incident(
    context: CommandContext, instance: ProcessInstance, *, token: str, element: str, kind: str, message: str, job: UUID | None = None
) -> None:
    context.session.add(
        Incident(
            id=context.new_id(),
            instance_id=instance.id,
            token=UUID(token),
            job_id=job,
            element_id=element,
            kind=kind,
            message=message[:2000],
            raised_at=context.now,
        )
    )
    context.session.flush()
