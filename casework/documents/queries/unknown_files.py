"""Finds files in the store that no document refers to, left by a torn upload or a forgotten draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from casework.documents.tables import DocumentVersion
from engine.core.context import QueryContext
from engine.core.query import Query


@dataclass(frozen=True, kw_only=True)
class UnknownFiles(Query):
    """Answers those of these names (SHA-256) that nothing refers to."""

    permission: ClassVar[str] = "system"

    names: tuple[str, ...]

    def run(self, context: QueryContext) -> set[str]:
        known = context.session.scalars(select(DocumentVersion.sha256).where(DocumentVersion.sha256.in_(self.names)))
        return set(self.names) - set(known)
