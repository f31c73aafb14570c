"""Lists the changes of procedures for all staff: the authors' descriptions, and when each took effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import aliased

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.definitions import DeployedResource
from engine.persistence.tables.identity import Person
from workshop.drafts.file_titles import package_title
from workshop.drafts.tables import PackageDraft

MAX_CHANGES = 100


@dataclass(frozen=True, kw_only=True)
class ProcedureChange:
    package: str
    name: str
    note: str
    at: datetime
    proposed_by: str
    approved_by: str


@dataclass(frozen=True, kw_only=True)
class ProcedureChanges(Query):
    """Lists the newest first."""

    permission: ClassVar[str] = "person"

    def run(self, context: QueryContext) -> list[ProcedureChange]:
        proposer, approver = aliased(Person), aliased(Person)
        statement = (
            select(PackageDraft, proposer.name, approver.name, DeployedResource.content)
            .outerjoin(proposer, proposer.id == PackageDraft.proposed_by)
            .outerjoin(approver, approver.id == PackageDraft.ended_by)
            .outerjoin(
                DeployedResource,
                (DeployedResource.deployment_id == PackageDraft.deployment_id) & (DeployedResource.path == "process.toml"),
            )
            .where(PackageDraft.state == "PUBLISHED")
            .order_by(PackageDraft.ended_at.desc())
            .limit(MAX_CHANGES)
        )
        return [
            ProcedureChange(
                package=draft.package,
                name=package_title(content or b"", draft.package),
                note=draft.note,
                at=draft.ended_at or draft.changed_at,
                proposed_by=by or "",
                approved_by=approved or "",
            )
            for draft, by, approved, content in context.session.execute(statement)
        ]
