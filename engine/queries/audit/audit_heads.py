"""Lists the heads of the audit, for the file outside the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select

from engine.core.audit.heads import as_line
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.history import AuditHead


@dataclass(frozen=True, kw_only=True)
class AuditHeads(Query):
    """Answers those after a number, the oldest first, as lines of the file."""

    permission: ClassVar[str] = "system"

    after: int = 0

    def run(self, context: QueryContext) -> list[dict[str, Any]]:
        found = context.session.scalars(select(AuditHead).where(AuditHead.number > self.after).order_by(AuditHead.number))
        return [as_line(head) for head in found]
