"""Reads a draft of a package: its files, problems, differences from the live package, changes with their authors, and running cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, select

from engine.core.context import QueryContext
from engine.core.deployment.live_deployment import files_of_deployment
from engine.core.query import Query
from engine.model.errors import Problem
from engine.persistence.tables.definitions import Deployment, ProcessDefinition
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import ProcessInstance
from workshop.comparison.changes import FileChange, changes
from workshop.drafts.draft_files import IN_WORK, draft_of, files_of, held_by_another
from workshop.drafts.file_titles import file_titles, package_title
from workshop.drafts.tables import PackageDraft, PackageDraftChange
from workshop.publishing.readiness import readiness_of
from workshop.trials.workbench import DraftWorkbench

#: changes that are listed
MAX_CHANGES = 50


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    id: UUID
    path: str
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    deployment: UUID
    at: datetime
    by: str
    note: str
    live: bool


@dataclass(frozen=True, kw_only=True)
class PackageDraftView:
    id: UUID
    package: str
    #: as its manifest says; else its key
    name: str
    state: str
    note: str
    changed_at: datetime
    #: somebody else who edits, and until when
    editor: str
    editor_until: datetime | None
    proposed_by: str
    approved_by: str
    #: when an approved draft goes live
    live_at: datetime | None
    #: why it did not go live at its moment; empty: nothing held it back
    held_back: str
    #: whether the reader may approve: somebody else wrote and proposed it
    may_approve: bool
    files: Mapping[str, bytes]
    #: path -> what people call it, also of files that are in the draft no more
    titles: Mapping[str, str]
    problems: Sequence[Problem]
    #: further gaps that a draft must close before it is proposed
    gate: Sequence[Problem]
    #: recorded trials
    scenarios: int
    changes: Sequence[FileChange]
    history: Sequence[ChangeRow]
    versions: Sequence[VersionRow]
    #: process key -> running cases, which stay on their version
    running: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class PackageDraftDetail(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "design"

    draft: UUID

    def run(self, context: QueryContext) -> PackageDraftView:
        session, draft = context.session, draft_of(context, self.draft)
        files, before = files_of(session, draft.id), files_of_deployment(session, draft.base_id)
        bench = DraftWorkbench(context, files)
        authors = set(session.scalars(select(PackageDraftChange.person_id).where(PackageDraftChange.draft_id == draft.id)))
        locked = held_by_another(context, draft)
        ready = readiness_of(context, draft.package, files, bench) if draft.state in IN_WORK else None
        return PackageDraftView(
            id=draft.id,
            package=draft.package,
            name=package_title(files.get("process.toml", b""), draft.package),
            state=draft.state,
            note=draft.note,
            changed_at=draft.changed_at,
            editor=_name(context, draft.editor_id) if locked else "",
            editor_until=draft.editor_until if locked else None,
            proposed_by=_name(context, draft.proposed_by),
            approved_by=_name(context, draft.approved_by),
            live_at=draft.live_at,
            held_back=draft.held_back,
            may_approve=draft.state == "PROPOSED" and context.actor.person not in {*authors, draft.proposed_by, draft.begun_by},
            files=files,
            titles=file_titles({**before, **files}),
            problems=ready.problems if ready else (),
            gate=ready.gate if ready else (),
            scenarios=len(bench.scenarios),
            changes=changes(before, files, context.platform.cache),
            history=_history(context, draft.id),
            versions=versions_of(context, draft.package),
            running=_running(context, draft.package),
        )


def versions_of(context: QueryContext, package: str) -> list[VersionRow]:
    """Returns the versions, the newest first."""
    statement = (
        select(Deployment, Person.name, PackageDraft.note)
        .outerjoin(Person, Person.id == Deployment.deployed_by)
        .outerjoin(PackageDraft, PackageDraft.deployment_id == Deployment.id)
        .where(Deployment.package == package)
        .order_by(Deployment.deployed_at.desc())
        .limit(MAX_CHANGES)
    )
    rows = context.session.execute(statement).all()
    return [
        VersionRow(deployment=row.id, at=row.deployed_at, by=name or "", note=note or "", live=number == 0)
        for number, (row, name, note) in enumerate(rows)
    ]


def _history(context: QueryContext, draft: UUID) -> list[ChangeRow]:
    statement = (
        select(PackageDraftChange, Person.name)
        .outerjoin(Person, Person.id == PackageDraftChange.person_id)
        .where(PackageDraftChange.draft_id == draft)
        .order_by(PackageDraftChange.changed_at.desc(), PackageDraftChange.id)
        .limit(MAX_CHANGES)
    )
    return [ChangeRow(id=row.id, path=row.path, at=row.changed_at, by=name or "") for row, name in context.session.execute(statement)]


def _running(context: QueryContext, package: str) -> dict[str, int]:
    statement = (
        select(ProcessDefinition.key, func.count())
        .join(ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id)
        .where(ProcessDefinition.package == package, ProcessInstance.status == "ACTIVE")
        .group_by(ProcessDefinition.key)
    )
    return dict(list(context.session.execute(statement)))


def _name(context: QueryContext, person: UUID | None) -> str:
    row = context.session.get(Person, person) if person else None
    return row.name if row else ""
