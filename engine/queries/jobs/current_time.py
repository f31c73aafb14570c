"""The database's current time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from engine.core.context import QueryContext
from engine.core.query import Query


@dataclass(frozen=True, kw_only=True)
class CurrentTime(Query):
    permission: ClassVar[str] = "system"

    def run(self, context: QueryContext) -> datetime:
        return context.now
