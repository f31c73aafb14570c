"""Raises incidents: each names the step that stands still and the reason, until somebody resolves it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func

from engine.core.context import CommandContext, QueryContext
from engine.core.hooks import hooks_of
from engine.persistence.tables.instances import Incident, ProcessInstance

#: an effect outside that may have happened or not: a person looks, nothing is repeated blindly
UNCERTAIN = "to_be_checked"
ASSIGNMENT = "assignment"
#: what differs from case to case in a message that has one cause: ids, numbers, and what is quoted
_DIFFERS = r"""[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|'[^']*'|"[^"]*"|\d+"""


def needs_answer(context: QueryContext, kind: str) -> bool:
    """Whether somebody must answer each incident of this kind before it can go on: such are not tried again by the hundred."""
    return kind in (UNCERTAIN, ASSIGNMENT) or kind in hooks_of(context).incidents


def cause_text() -> Any:
    """The message of an incident without what differs from case to case, as a column."""
    return func.regexp_replace(Incident.message, _DIFFERS, "…", "g")


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


def of_same_cause(incident: Incident, definition: UUID) -> list[Any]:
    """Conditions of the incidents that have this one's cause. `definition`: the version of its case."""
    like = func.regexp_replace(incident.message, _DIFFERS, "…", "g")
    return [
        ProcessInstance.definition_id == definition,
        Incident.element_id == incident.element_id,
        Incident.kind == incident.kind,
        cause_text() == like,
    ]
