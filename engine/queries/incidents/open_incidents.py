"""Lists the open incidents, for operators, without the content of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.instances import Incident, Job, ProcessInstance

LIMIT = 100


@dataclass(frozen=True, kw_only=True)
class IncidentView:
    id: UUID
    instance: UUID
    process: str
    business_key: str | None
    element: str
    kind: str
    message: str
    raised_at: datetime
    attempts: int | None
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class OpenIncidents(Query):
    """Lists the newest first. `incident`: only this one (NotFound where it is resolved or unknown)."""

    permission: ClassVar[str] = "operate"

    incident: UUID | None = None

    def run(self, context: QueryContext) -> list[IncidentView]:
        statement = (
            select(Incident, ProcessInstance, Job.attempts)
            .join(ProcessInstance, ProcessInstance.id == Incident.instance_id)
            .outerjoin(Job, Job.id == Incident.job_id)
            .where(Incident.resolved_at.is_(None))
            .order_by(Incident.raised_at.desc())
            .limit(LIMIT)
        )
        if self.incident:
            statement = statement.where(Incident.id == self.incident)
        found = [
            IncidentView(
                id=incident.id,
                instance=instance.id,
                process=instance.process_key,
                business_key=instance.business_key,
                element=incident.element_id,
                kind=incident.kind,
                message=incident.message,
                raised_at=incident.raised_at,
                attempts=attempts,
                texts=context.platform.definitions.get(context.session, instance.definition_id).texts,
            )
            for incident, instance, attempts in context.session.execute(statement)
        ]
        if self.incident and not found:
            raise NotFound("Expected an open incident, but there is none under this address.")
        return found
