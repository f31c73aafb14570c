"""Lists the open incidents of one cause, page by page, those that have stood longest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, select

from engine.core.context import QueryContext
from engine.core.incidents import needs_answer, of_same_cause
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.instances import Incident, ProcessInstance
from engine.queries.incidents.incident_causes import PAGE
from engine.queries.incidents.open_incidents import IncidentView, select_incidents, view_incidents


@dataclass(frozen=True, kw_only=True)
class IncidentsOfCauseView:
    incidents: Sequence[IncidentView]
    count: int
    page: int
    more: bool
    at_once: bool


@dataclass(frozen=True, kw_only=True)
class IncidentsOfCause(Query):
    """`incident`: one of them, which may be resolved by now. Raises NotFound for one that never was."""

    permission: ClassVar[str] = "operate"

    incident: UUID
    page: int = 1

    def run(self, context: QueryContext) -> IncidentsOfCauseView:
        given = context.session.get(Incident, self.incident)
        if given is None:
            raise NotFound("Expected an incident, but there is none under this address.")
        definition = context.session.get_one(ProcessInstance, given.instance_id).definition_id
        same = select_incidents().where(*of_same_cause(given, definition))
        paged = same.order_by(Incident.raised_at, Incident.id).offset((self.page - 1) * PAGE).limit(PAGE + 1)
        found = view_incidents(context, paged)
        return IncidentsOfCauseView(
            incidents=found[:PAGE],
            count=context.session.execute(select(func.count()).select_from(same.subquery())).scalar_one(),
            page=self.page,
            more=len(found) > PAGE,
            at_once=not needs_answer(context, given.kind),
        )
