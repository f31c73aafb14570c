"""Finds register entries of other cases with the same values in the fields by which their register finds duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.records.register_entries import comparison_key
from casework.records.tables import RegisterEntry
from engine.core.context import QueryContext
from engine.core.query import Query


@dataclass(frozen=True, kw_only=True)
class MatchingEntries(Query):
    """Answers at most ten, the newest first; none where a value is empty."""

    permission: ClassVar[str] = "system"

    register: str
    values: list[Any]
    except_instance: UUID

    def run(self, context: QueryContext) -> list[dict[str, Any]]:
        key = comparison_key(self.values)
        if key is None:
            return []
        rows = context.session.scalars(
            select(RegisterEntry)
            .where(
                RegisterEntry.register == self.register, RegisterEntry.match_key == key, RegisterEntry.instance_id != self.except_instance
            )
            .order_by(RegisterEntry.created_at.desc())
            .limit(10)
        )
        return [{**row.fields, "title": row.title, "instance": str(row.instance_id)} for row in rows]
