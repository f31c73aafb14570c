"""The packages of this installation, each with its problems and whether it is enabled and deployed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import Problem
from engine.persistence.tables.definitions import Deployment, PackageChange, PackageState
from engine.persistence.tables.identity import Person


@dataclass(frozen=True, kw_only=True)
class NewestPackageChange:
    #: empty: none was given
    reason: str
    changed_at: datetime
    #: empty: the command line of a server
    person: str


@dataclass(frozen=True, kw_only=True)
class PackageView:
    key: str
    name: str
    version: str
    origin: str
    enabled: bool
    broken: bool
    deployed_at: datetime | None
    job_types: tuple[str, ...]
    problems: tuple[Problem, ...]
    #: by which it became enabled or disabled last
    change: NewestPackageChange | None = None


@dataclass(frozen=True, kw_only=True)
class PackageList(Query):
    permission: ClassVar[str] = "administer"

    def run(self, context: QueryContext) -> list[PackageView]:
        states = {row.key: row.enabled for row in context.session.scalars(select(PackageState))}
        newest = select(Deployment.package, func.max(Deployment.deployed_at).label("at")).group_by(Deployment.package)
        deployed = {row.package: row.at for row in context.session.execute(newest)}
        changes = _newest_changes(context)
        installed = [
            PackageView(
                key=package.key,
                name=package.manifest.name if package.manifest else package.key,
                version=package.manifest.version if package.manifest else "",
                origin=package.origin,
                enabled=states.get(package.key, False),
                broken=package.broken,
                deployed_at=deployed.get(package.key),
                job_types=tuple(sorted(package.job_types)),
                problems=package.problems,
                change=changes.get(package.key),
            )
            for package in context.platform.packages
        ]
        known = {view.key for view in installed}
        # packages made by analysts are live without being installed
        made = [
            PackageView(
                key=key,
                name=key,
                version="",
                origin="workshop",
                enabled=states.get(key, False),
                broken=False,
                deployed_at=at,
                job_types=(),
                problems=(),
                change=changes.get(key),
            )
            for key, at in sorted(deployed.items())
            if key not in known
        ]
        return [*installed, *made]


def _newest_changes(context: QueryContext) -> dict[str, NewestPackageChange]:
    newest = (
        select(PackageChange, Person.name)
        .outerjoin(Person, Person.id == PackageChange.changed_by)
        .ext(distinct_on(PackageChange.package))
        .order_by(PackageChange.package, PackageChange.changed_at.desc())
    )
    return {
        row.package: NewestPackageChange(reason=row.reason, changed_at=row.changed_at, person=person or "")
        for row, person in context.session.execute(newest)
    }
