"""The packages of this installation, each with its problems and whether it is enabled and deployed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import func, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import Problem
from engine.persistence.tables.definitions import Deployment, PackageState


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


@dataclass(frozen=True, kw_only=True)
class PackageList(Query):
    permission: ClassVar[str] = "administer"

    def run(self, context: QueryContext) -> list[PackageView]:
        states = {row.key: row.enabled for row in context.session.scalars(select(PackageState))}
        newest = select(Deployment.package, func.max(Deployment.deployed_at).label("at")).group_by(Deployment.package)
        deployed = {row.package: row.at for row in context.session.execute(newest)}
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
            )
            for key, at in sorted(deployed.items())
            if key not in known
        ]
        return [*installed, *made]
