"""A whole engine on a real database for tests: jobs run when the test says so, time stands still."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands.deployment.deploy import Deploy
from engine.commands.deployment.set_package_state import SetPackageState
from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.commands.tasks.complete_user_task import CompleteUserTask
from engine.connectors.vault import KeyVault
from engine.core.engine import Engine
from engine.core.form_validator import FormValidator
from engine.core.platform import Platform
from engine.identity.seats import actor_of
from engine.jobs.isolation import Isolation, run_in_this_process
from engine.jobs.run_job import run_job
from engine.jobs.sweep import Swept, sweep
from engine.model.actor import SYSTEM, Actor
from engine.packages.catalogue import Catalogue
from engine.packages.content_cache import ContentCache, digest
from engine.packages.reached_ends import ReachedEnd
from engine.persistence.tables.definitions import DeployedResource, ProcessDefinition
from engine.persistence.tables.history import HistoryEvent
from engine.persistence.tables.instances import Incident, Job, ProcessInstance, UserTask
from engine.testing.add_rows import AddRows
from engine.testing.fakes import FakeClock, RecordingDoorbell, RecordingNotifier

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


#: readings of files depend on their contents only: the harnesses of a process share them
READINGS = ContentCache()


class EngineHarness:
    """`parts`: the parts of rooms above the engine; without any the engine works alone."""

    def __init__(self, database: Database, forms: FormValidator, *, packages: Catalogue, parts: Iterable[object] = ()) -> None:
        self.clock = FakeClock(NOON)
        self.doorbell = RecordingDoorbell()
        self.notifier = RecordingNotifier()
        self.database = database
        self.engine = Engine(
            Platform(
                database=database,
                clock=self.clock,
                doorbell=self.doorbell,
                forms=forms,
                notifier=self.notifier,
                vault=KeyVault({"test": b"0" * 32}),
                packages=packages,
                zone=ZoneInfo("Asia/Jakarta"),
                area="TGR",
                address="http://127.0.0.1:8000",
                parts=tuple(parts),
                cache=READINGS,
            )
        )

    def install(self, *folders: Path) -> Catalogue:
        """Adds packages beside the project's: every folder with a process.toml in these folders."""
        known = self.engine.platform.packages
        return self.use(Catalogue(folders, rules=known.rules, steps=known.steps.values()))

    def use(self, catalogue: Catalogue) -> Catalogue:
        self.engine = Engine(replace(self.engine.platform, packages=catalogue))
        return catalogue

    def execute(self, command: Any, actor: Actor = SYSTEM) -> Any:
        return self.engine.execute(command, actor=actor)

    def ask(self, query: Any, actor: Actor = SYSTEM) -> Any:
        return self.engine.ask(query, actor=actor)

    def actor(self, person: UUID) -> Actor:
        with Session(self.database) as session:
            return actor_of(session, person, self.clock.moment)

    def deploy(self, package: str, resources: Mapping[str, bytes] | None = None) -> Any:
        """Deploys a package of the catalogue (or these resources under its name) and enables it."""
        known = self.engine.platform.packages.get(package)
        answer = self.execute(Deploy(package=package, resources=dict(resources or (known.resources if known else {}))))
        if known:
            self.execute(SetPackageState(package=package, enabled=True))
        return answer

    def start(self, process: str, actor: Actor, **answers: Any) -> UUID:
        return UUID(self.execute(StartProcessInstance(process=process, answers=answers), actor)["instance"])

    def complete(self, task: UUID, actor: Actor, **answers: Any) -> Any:
        return self.execute(CompleteUserTask(task=task, answers=answers), actor)

    def run_jobs(self, *, limit: int = 10_000, isolation: Isolation = run_in_this_process) -> int:
        """Runs every job that is due, and the jobs that follow from them."""
        count = 0
        while count < limit:
            with Session(self.database) as session:
                due = list(
                    session.scalars(
                        select(Job.id)
                        .where(Job.status.in_(("READY", "LEASED")), Job.due_at <= self.clock.moment)
                        .order_by(Job.created_at, Job.id)
                    )
                )
            if not due:
                return count
            count += sum(run_job(self.engine, job, isolation=isolation) for job in due)
        raise AssertionError(f"more than {limit} jobs")

    def sweep(self) -> Swept:
        return sweep(self.engine)

    def tasks(self, element: str | None = None) -> list[UserTask]:
        """Returns open tasks in the order of their creation."""
        statement = select(UserTask).where(UserTask.status == "OPEN").order_by(UserTask.created_at, UserTask.name, UserTask.id)
        if element:
            statement = statement.where(UserTask.element_id == element)
        return self._all(statement)

    def task(self, element: str | None = None) -> UserTask:
        (task,) = self.tasks(element)
        return task

    def instance(self, identifier: UUID) -> ProcessInstance:
        with Session(self.database, expire_on_commit=False) as session:
            return session.get_one(ProcessInstance, identifier)

    def instances(self) -> list[ProcessInstance]:
        return self._all(select(ProcessInstance).order_by(ProcessInstance.started_at, ProcessInstance.id))

    def incidents(self) -> list[Incident]:
        return self._all(select(Incident).where(Incident.resolved_at.is_(None)).order_by(Incident.raised_at))

    def reached_ends(self) -> set[ReachedEnd]:
        """Returns the end events in the history of cases: an end event that throws an error is left, and never completed."""
        statement = (
            select(
                ProcessDefinition.id, ProcessDefinition.package, DeployedResource.path, DeployedResource.content, HistoryEvent.element_id
            )
            .join(ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id)
            .join(HistoryEvent, HistoryEvent.instance_id == ProcessInstance.id)
            .join(DeployedResource, DeployedResource.id == ProcessDefinition.resource_id)
            .where(HistoryEvent.event == "ELEMENT_ACTIVATED")
            .distinct()
        )
        with Session(self.database) as session:
            return {
                ReachedEnd(package=row.package, path=row.path, content=digest(row.content).hex(), end=row.element_id)
                for row in session.execute(statement)
                if self._is_end(session, row.id, row.element_id)
            }

    def _is_end(self, session: Session, definition: UUID, name: str) -> bool:
        element = self.engine.platform.definitions.get(session, definition).definition.process.elements.get(name)
        return element is not None and element.kind == "endEvent"

    def add(self, *rows: Any) -> None:
        """Adds rows of the organisation to the database."""
        self.execute(AddRows(rows=rows))

    def _all(self, statement: Any) -> list[Any]:
        with Session(self.database, expire_on_commit=False) as session:
            return list(session.scalars(statement))
