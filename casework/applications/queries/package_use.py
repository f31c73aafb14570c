"""Tells what a package is used for just now: what stands still, and for whom, if it is disabled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from casework.applications.tables import ApplicationDraft
from casework.services.open_services import open_services
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.package_state import package_enabled
from engine.model.errors import NotFound
from engine.persistence.tables.definitions import PackageChange, ProcessDefinition
from engine.persistence.tables.identity import Person, Position, Unit
from engine.persistence.tables.instances import Job, ProcessInstance, TaskCandidate, UserTask

#: units and past changes that are told by name
LISTED = 20


@dataclass(frozen=True, kw_only=True)
class PastPackageChange:
    enabled: bool
    reason: str
    changed_at: datetime
    #: empty: the command line of a server
    person: str


@dataclass(frozen=True, kw_only=True)
class PackageUseView:
    key: str
    name: str
    enabled: bool
    #: active cases that have a process of this package in them, each with all that it called
    cases: int
    open_tasks: int
    #: units that have open tasks in them, those with most first, and how many tasks
    units: Sequence[tuple[str, int]]
    unit_count: int
    #: services that citizens can apply for now
    services: Sequence[str]
    #: applications that citizens have begun and not sent
    drafts: int
    #: automatic steps of this package that wait or run, in any case
    waiting_jobs: int
    changes: Sequence[PastPackageChange]


@dataclass(frozen=True, kw_only=True)
class PackageUse(Query):
    """Raises NotFound for a package that is neither installed nor live."""

    permission: ClassVar[str] = "administer"

    package: str

    def run(self, context: QueryContext) -> PackageUseView:
        session, key = context.session, self.package
        installed = context.platform.packages.get(key)
        processes = set(session.scalars(select(ProcessDefinition.key).where(ProcessDefinition.package == key)))
        if installed is None and not processes:
            raise NotFound("Expected a package that is installed or live, but there is none under this name.")
        of_package = select(ProcessDefinition.id).where(ProcessDefinition.package == key)
        # whoever called one of its processes, or was called by one, is under way with it
        trees = select(ProcessInstance.root_id).where(ProcessInstance.definition_id.in_(of_package), ProcessInstance.status == "ACTIVE")
        cases = select(func.count(ProcessInstance.root_id.distinct())).where(ProcessInstance.id.in_(trees))
        tasks = select(UserTask.id).join(ProcessInstance).where(ProcessInstance.root_id.in_(trees), UserTask.status == "OPEN")
        jobs = select(func.count()).select_from(Job).where(Job.type.startswith(f"{key}:", autoescape=True))
        units = self._units(context, tasks)
        services = [service for loaded, service in open_services(context) if loaded.key in processes]
        unsent = (ApplicationDraft.sent_at.is_(None), ApplicationDraft.expires_at > context.now, ApplicationDraft.task_id.is_(None))
        drafts = select(func.count()).select_from(ApplicationDraft).where(ApplicationDraft.process_key.in_(processes), *unsent)
        return PackageUseView(
            key=key,
            name=installed.manifest.name if installed and installed.manifest else key,
            enabled=package_enabled(session, key),
            cases=session.execute(cases).scalar_one(),
            open_tasks=session.execute(select(func.count()).select_from(tasks.subquery())).scalar_one(),
            units=units[:LISTED],
            unit_count=len(units),
            services=sorted(service.name for service in services),
            drafts=session.execute(drafts).scalar_one(),
            waiting_jobs=session.execute(jobs.where(Job.status.in_(("READY", "LEASED")))).scalar_one(),
            changes=self._changes(context),
        )

    def _units(self, context: QueryContext, tasks: Select[UUID]) -> list[tuple[str, int]]:
        """A task counts for each unit in which somebody may do it."""
        rows = (
            select(Unit.name, func.count(TaskCandidate.task_id.distinct()))
            .select_from(TaskCandidate)
            .outerjoin(Position, Position.id == TaskCandidate.position_id)
            .join(Unit, or_(Unit.id == TaskCandidate.unit_id, Unit.id == Position.unit_id))
            .where(TaskCandidate.task_id.in_(tasks))
            .group_by(Unit.id, Unit.name)
            .order_by(func.count(TaskCandidate.task_id.distinct()).desc(), Unit.name)
        )
        return [(name, count) for name, count in context.session.execute(rows)]

    def _changes(self, context: QueryContext) -> list[PastPackageChange]:
        rows = (
            select(PackageChange, Person.name)
            .outerjoin(Person, Person.id == PackageChange.changed_by)
            .where(PackageChange.package == self.package)
            .order_by(PackageChange.changed_at.desc())
            .limit(LISTED)
        )
        return [
            PastPackageChange(enabled=row.enabled, reason=row.reason, changed_at=row.changed_at, person=person or "")
            for row, person in context.session.execute(rows)
        ]
