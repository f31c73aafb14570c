"""Reads the live files of a package, or its installed ones, for a copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from engine.core.context import QueryContext
from engine.core.deployment.live_deployment import files_of_deployment, live_deployment
from engine.core.query import Query
from engine.model.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class PackageSource(Query):
    """Answers path -> content. Raises NotFound."""

    permission: ClassVar[str] = "design"

    package: str

    def run(self, context: QueryContext) -> Mapping[str, bytes]:
        live, installed = live_deployment(context.session, self.package), context.platform.packages.get(self.package)
        files = files_of_deployment(context.session, live.id) if live else dict(installed.resources) if installed else {}
        if not files:
            raise NotFound(f"Expected a package '{self.package}', but none is installed or live.")
        return files
