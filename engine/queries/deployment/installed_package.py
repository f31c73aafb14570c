"""Reads a package as it is installed, for an actor who may publish it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.packages.package import Package


@dataclass(frozen=True, kw_only=True)
class InstalledPackage(Query):
    """Answers None for an unknown package, and for one that was made in the workshop and has no folder."""

    permission: ClassVar[str] = "administer"

    key: str

    def run(self, context: QueryContext) -> Package | None:
        return context.platform.packages.get(self.key)
