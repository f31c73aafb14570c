"""Finds due jobs that no claim takes, for something must be decided about them first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import text

from engine.core.context import QueryContext
from engine.core.jobs.claims import DUE, SOUND, time_and_types
from engine.core.query import Query

_TROUBLED = text(
    f"select id from job where queue = any(cast(:queues as text[])) and {DUE} and not ({SOUND}) order by due_at limit 100"  # noqa: S608
)


@dataclass(frozen=True, kw_only=True)
class TroubledJobs(Query):
    permission: ClassVar[str] = "system"

    queues: tuple[str, ...]

    def run(self, context: QueryContext) -> list[UUID]:
        values = {"queues": list(self.queues), **time_and_types(context.platform, context.now)}
        return list(context.session.execute(_TROUBLED, values).scalars())
