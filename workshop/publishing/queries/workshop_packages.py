"""Lists the packages of the workshop, live and in work, with their editors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.core.context import QueryContext
from engine.core.deployment.live_deployment import files_of_deployment, live_deployment
from engine.core.query import Query
from engine.persistence.tables.definitions import Deployment, ProcessDefinition
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import ProcessInstance
from workshop.drafts.draft_files import IN_WORK, files_of
from workshop.drafts.file_titles import package_title
from workshop.drafts.tables import PackageDraft


@dataclass(frozen=True, kw_only=True)
class WorkshopPackage:
    package: str
    name: str
    live_at: datetime | None
    #: how often it was published
    versions: int
    #: running cases of any version
    running: int
    draft: UUID | None
    #: OPEN, PROPOSED or empty
    state: str
    editor: str
    #: the installed folder differs from what is live
    upgrade: bool


@dataclass(frozen=True, kw_only=True)
class WorkshopPackages(Query):
    """Sorts the packages by name."""

    permission: ClassVar[str] = "design"

    def run(self, context: QueryContext) -> list[WorkshopPackage]:
        session = context.session
        drafts = {row.package: row for row in session.scalars(select(PackageDraft).where(PackageDraft.state.in_(IN_WORK)))}
        counts = dict(session.execute(select(Deployment.package, func.count()).group_by(Deployment.package)).all())
        running = select(ProcessDefinition.package, func.count()).join(
            ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id
        )
        active = dict(session.execute(running.where(ProcessInstance.status == "ACTIVE").group_by(ProcessDefinition.package)).all())
        installed = {package.key: package for package in context.platform.packages}
        rows = []
        for key in sorted({*installed, *counts, *drafts}):
            package, live, draft = installed.get(key), live_deployment(session, key), drafts.get(key)
            fresh = package is not None and live is not None and files_of_deployment(session, live.id) != dict(package.resources)
            editing = draft is not None and draft.editor_id and draft.editor_until and draft.editor_until > context.now
            rows.append(
                WorkshopPackage(
                    package=key,
                    name=package.manifest.name if package and package.manifest else _written_name(session, key, live, draft),
                    live_at=live.deployed_at if live else None,
                    versions=counts.get(key, 0),
                    running=active.get(key, 0),
                    draft=draft.id if draft else None,
                    state=draft.state if draft else "",
                    editor=session.get_one(Person, draft.editor_id).name if draft and editing else "",
                    upgrade=fresh,
                )
            )
        return sorted(rows, key=lambda row: row.name.casefold())


def _written_name(session: Session, key: str, live: Deployment | None, draft: PackageDraft | None) -> str:
    """What a package calls itself that is in no folder: in its draft, else where it is live."""
    files = files_of(session, draft.id) if draft else files_of_deployment(session, live.id) if live else {}
    return package_title(files.get("process.toml", b""), key)
