"""Lists the open incidents, for operators, without the content of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Select, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.instances import Incident, Job, ProcessInstance

LIMIT = 100


@dataclass(frozen=True, kw_only=True)
class IncidentView:
    """`name`: what the diagram calls the step; empty where it calls it nothing."""

    id: UUID
    instance: UUID
    process: str
    version: int
    business_key: str | None
    element: str
    name: str
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
        statement = select_incidents().order_by(Incident.raised_at.desc()).limit(LIMIT)
        if self.incident:
            statement = statement.where(Incident.id == self.incident)
        found = view_incidents(context, statement)
        if self.incident and not found:
            raise NotFound("Expected an open incident, but there is none under this address.")
        return found


def select_incidents() -> Select[Any]:
    """Selects the open incidents as view_incidents reads them."""
    columns: tuple[Any, ...] = (Incident, ProcessInstance, Job.attempts)
    return (
        select(*columns)
        .join(ProcessInstance, ProcessInstance.id == Incident.instance_id)
        .outerjoin(Job, Job.id == Incident.job_id)
        .where(Incident.resolved_at.is_(None))
    )


def view_incidents(context: QueryContext, statement: Select[Any]) -> list[IncidentView]:
    found = []
    for incident, instance, attempts in context.session.execute(statement):
        loaded = context.platform.definitions.get(context.session, instance.definition_id)
        element = loaded.definition.process.elements.get(incident.element_id)
        found.append(
            IncidentView(
                id=incident.id,
                instance=instance.id,
                process=instance.process_key,
                version=loaded.version,
                business_key=instance.business_key,
                element=incident.element_id,
                name=element.name if element else "",
                kind=incident.kind,
                message=incident.message,
                raised_at=incident.raised_at,
                attempts=attempts,
                texts=loaded.texts,
            )
        )
    return found
