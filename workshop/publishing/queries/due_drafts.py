"""Finds approved drafts of packages whose time to go live has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.core.query import Query
from workshop.drafts.tables import PackageDraft


@dataclass(frozen=True, kw_only=True)
class DueDrafts(Query):
    permission: ClassVar[str] = "system"

    def run(self, context: QueryContext) -> list[UUID]:
        statement = select(PackageDraft.id).where(PackageDraft.state == "APPROVED", PackageDraft.live_at <= context.now)
        return list(context.session.scalars(statement))
