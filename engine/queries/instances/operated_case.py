"""Shows a case to an operator: where it stands and what was done to it, nothing of what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import or_, select

from engine.bpmn.codec import view_of_state
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.receivers.place_names import place_names
from engine.model.errors import NotFound
from engine.persistence.tables.history import AuditRecord
from engine.persistence.tables.identity import Person, Position
from engine.persistence.tables.instances import Incident, Job, ProcessInstance, TaskCandidate, UserTask
from engine.queries.incidents.open_incidents import IncidentView, select_incidents, view_incidents
from engine.queries.instances.case_diagram import DiagramView, diagram_of

#: of each list
LIMIT = 50


@dataclass(frozen=True, kw_only=True)
class VariableView:
    """A variable without its content. `sort`: empty, yes, no, number, text, list or object; `size`: characters or entries."""

    name: str
    sort: str
    size: int


@dataclass(frozen=True, kw_only=True)
class TaskOfCase:
    element: str
    name: str
    since: datetime
    due_at: datetime | None
    #: for whom it waits; empty where nobody was named
    places: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class JobOfCase:
    element: str
    name: str
    status: str
    attempts: int
    retries: int
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class NearCase:
    """A case that called this one (`above`), or that this one called."""

    id: UUID
    process: str
    business_key: str | None
    status: str
    above: bool
    stopped: bool
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class AuditLine:
    number: int
    at: datetime
    command: str
    person: str
    position: str


@dataclass(frozen=True, kw_only=True)
class OperatedCaseView:
    id: UUID
    process: str
    business_key: str | None
    status: str
    started_at: datetime
    ended_at: datetime | None
    diagram: DiagramView
    incidents: Sequence[IncidentView]
    tasks: Sequence[TaskOfCase]
    jobs: Sequence[JobOfCase]
    variables: Sequence[VariableView]
    near: Sequence[NearCase]
    audit: Sequence[AuditLine]


@dataclass(frozen=True, kw_only=True)
class OperatedCase(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "operate"

    instance: UUID

    def run(self, context: QueryContext) -> OperatedCaseView:
        case = context.session.get(ProcessInstance, self.instance)
        if case is None:
            raise NotFound("Expected a case, but there is none under this address.")
        variables = view_of_state(case.state).variables if case.status == "ACTIVE" else {}
        stopped = select_incidents().where(Incident.instance_id == case.id).order_by(Incident.raised_at).limit(LIMIT)
        return OperatedCaseView(
            id=case.id,
            process=case.process_key,
            business_key=case.business_key,
            status=case.status,
            started_at=case.started_at,
            ended_at=case.ended_at,
            diagram=diagram_of(context, case),
            incidents=view_incidents(context, stopped),
            tasks=_tasks(context, case),
            jobs=_jobs(context, case),
            variables=[VariableView(name=name, sort=sort_of(value), size=_size(value)) for name, value in sorted(variables.items())],
            near=_near(context, case),
            audit=_audit(context, case),
        )


def sort_of(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    sorts: tuple[tuple[type, str], ...] = ((str, "text"), (list, "list"), (dict, "object"))
    return next((sort for kind, sort in sorts if isinstance(value, kind)), "number")


def _size(value: Any) -> int:
    return len(value) if isinstance(value, str | list | dict) else 0


def _names(context: QueryContext, case: ProcessInstance) -> Mapping[str, str]:
    process = context.platform.definitions.get(context.session, case.definition_id).definition.process
    return {element.id: element.name for element in process.elements.values()}


def _tasks(context: QueryContext, case: ProcessInstance) -> list[TaskOfCase]:
    open_ones = select(UserTask).where(UserTask.instance_id == case.id, UserTask.status == "OPEN").order_by(UserTask.created_at)
    tasks = context.session.scalars(open_ones.limit(LIMIT)).all()
    candidates = context.session.scalars(select(TaskCandidate).where(TaskCandidate.task_id.in_([task.id for task in tasks]))).all()
    places = place_names(context, [(row.position_id, row.unit_id, row.role) for row in candidates])
    names = _names(context, case)
    return [
        TaskOfCase(
            element=task.element_id,
            name=names.get(task.element_id, "") or task.name,
            since=task.created_at,
            due_at=task.due_at,
            places=sorted({places[row.position_id, row.unit_id, row.role] for row in candidates if row.task_id == task.id}),
        )
        for task in tasks
    ]


def _jobs(context: QueryContext, case: ProcessInstance) -> list[JobOfCase]:
    unfinished = select(Job).where(Job.instance_id == case.id, Job.status.in_(("READY", "LEASED", "FAILED"))).order_by(Job.due_at)
    names = _names(context, case)
    return [
        JobOfCase(
            element=job.element_id,
            name=names.get(job.element_id, ""),
            status=job.status,
            attempts=job.attempts,
            retries=job.retries,
            due_at=job.due_at,
        )
        for job in context.session.scalars(unfinished.limit(LIMIT))
    ]


def _near(context: QueryContext, case: ProcessInstance) -> list[NearCase]:
    family = select(ProcessInstance).where(or_(ProcessInstance.parent_id == case.id, ProcessInstance.id == case.parent_id))
    found = context.session.scalars(family.order_by(ProcessInstance.started_at).limit(LIMIT)).all()
    stopped = set(
        context.session.scalars(
            select(Incident.instance_id).where(Incident.resolved_at.is_(None), Incident.instance_id.in_([row.id for row in found]))
        )
    )
    return [
        NearCase(
            id=row.id,
            process=row.process_key,
            business_key=row.business_key,
            status=row.status,
            above=row.id == case.parent_id,
            stopped=row.id in stopped,
            texts=context.platform.definitions.get(context.session, row.definition_id).texts,
        )
        for row in found
    ]


def _audit(context: QueryContext, case: ProcessInstance) -> list[AuditLine]:
    rows = context.session.execute(
        select(AuditRecord, Person.name, Position.title)
        .outerjoin(Person, Person.id == AuditRecord.person_id)
        .outerjoin(Position, Position.id == AuditRecord.position_id)
        .where(AuditRecord.instance_id == case.id)
        .order_by(AuditRecord.number.desc())
        .limit(LIMIT)
    )
    return [
        AuditLine(number=row.number, at=row.at, command=row.command, person=person or "", position=position or "")
        for row, person, position in rows
    ]
