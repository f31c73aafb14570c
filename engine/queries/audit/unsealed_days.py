"""Finds days of the audit that are over and not yet sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from engine.core.audit.seals import unsealed_days
from engine.core.context import QueryContext
from engine.core.query import Query


@dataclass(frozen=True, kw_only=True)
class UnsealedDays(Query):
    permission: ClassVar[str] = "system"

    def run(self, context: QueryContext) -> list[date]:
        return unsealed_days(context.session, context.now, context.platform.zone)
