"""Asks of packages what the workshop asks before it publishes one: of those that are installed, or of those that are live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.core.deployment.live_deployment import files_of_deployment, live_deployment
from engine.core.query import Query
from engine.persistence.tables.definitions import Deployment, PackageState
from workshop.publishing.readiness import Readiness, readiness_of


@dataclass(frozen=True, kw_only=True)
class PackageReadiness(Query):
    """Answers package -> what is found. `live`: the files that serve now, of enabled packages; else those of the installed folders.
    `package`: only this one."""

    permission: ClassVar[str] = "administer"

    live: bool = False
    package: str | None = None

    def run(self, context: QueryContext) -> dict[str, Readiness]:
        if not self.live:
            installed = {package.key: dict(package.resources) for package in context.platform.packages}
            return {key: readiness_of(context, key, files) for key, files in installed.items() if self.package in (None, key)}
        enabled = set(context.session.scalars(select(PackageState.key).where(PackageState.enabled)))
        found = {}
        for key in sorted(enabled & set(context.session.scalars(select(Deployment.package).distinct()))):
            deployment = live_deployment(context.session, key) if self.package in (None, key) else None
            if deployment is not None:
                found[key] = readiness_of(context, key, dict(files_of_deployment(context.session, deployment.id)))
        return found
