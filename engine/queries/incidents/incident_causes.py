"""Groups the open incidents by their cause: the same step of the same version stopped for the same reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from engine.core.context import QueryContext
from engine.core.incidents import cause_text, needs_answer
from engine.core.query import Query
from engine.persistence.patterns import containing
from engine.persistence.tables.instances import Incident, ProcessInstance
from engine.queries.incidents.open_incidents import IncidentView, select_incidents, view_incidents

#: causes of one page, and incidents of one
PAGE = 20


@dataclass(frozen=True, kw_only=True)
class IncidentCause:
    """`newest`: the last one of them; by it the cause is opened."""

    newest: IncidentView
    count: int
    since: datetime
    #: all of them can be tried again at once: none needs an answer of its own
    at_once: bool


@dataclass(frozen=True, kw_only=True)
class IncidentCausesView:
    causes: Sequence[IncidentCause]
    #: of all that fit, on every page
    count: int
    page: int
    more: bool
    #: process -> how many open incidents it has, and its texts
    processes: Mapping[str, tuple[int, Mapping[str, Mapping[str, str]]]]


@dataclass(frozen=True, kw_only=True)
class IncidentCauses(Query):
    """Lists the causes, the one with the newest incident first. `process` and `text` (of a case's number or a message) narrow them."""

    permission: ClassVar[str] = "operate"

    process: str = ""
    text: str = ""
    page: int = 1

    def run(self, context: QueryContext) -> IncidentCausesView:
        same = (ProcessInstance.definition_id, Incident.element_id, Incident.kind, cause_text())
        newest_first: Any = aggregate_order_by(Incident.id, Incident.raised_at.desc(), Incident.id)
        last = func.max(Incident.raised_at)
        statement = self._fitting(func.count(), func.min(Incident.raised_at), func.array_agg(newest_first)[1], Incident.kind)
        statement = statement.group_by(*same).order_by(last.desc(), *same)
        rows = context.session.execute(statement.offset((self.page - 1) * PAGE).limit(PAGE + 1)).all()
        newest = select_incidents().where(Incident.id.in_([row[2] for row in rows[:PAGE]]))
        views = {view.id: view for view in view_incidents(context, newest)}
        return IncidentCausesView(
            causes=[
                IncidentCause(newest=views[identifier], count=count, since=since, at_once=not needs_answer(context, kind))
                for count, since, identifier, kind in rows[:PAGE]
                if identifier in views  # else it was resolved just now
            ],
            count=context.session.execute(self._fitting(func.count())).scalar_one(),
            page=self.page,
            more=len(rows) > PAGE,
            processes=_processes(context),
        )

    def _fitting(self, *columns: Any) -> Select[Any]:
        statement = _open_incidents(*columns)
        if self.process:
            statement = statement.where(ProcessInstance.process_key == self.process)
        if self.text:
            wanted = containing(self.text)
            statement = statement.where(or_(ProcessInstance.business_key.ilike(wanted), Incident.message.ilike(wanted)))
        return statement


def _open_incidents(*columns: Any) -> Select[Any]:
    case = ProcessInstance.id == Incident.instance_id
    return select(*columns).select_from(Incident).join(ProcessInstance, case).where(Incident.resolved_at.is_(None))


def _processes(context: QueryContext) -> dict[str, tuple[int, Mapping[str, Mapping[str, str]]]]:
    counted = _open_incidents(ProcessInstance.process_key, func.count()).group_by(ProcessInstance.process_key)
    rows = context.session.execute(counted.order_by(ProcessInstance.process_key)).all()
    return {key: (count, context.platform.definitions.latest(context.session, key).texts) for key, count in rows}
