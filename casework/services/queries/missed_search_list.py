"""Lists what people looked for and did not find, the most often typed first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from casework.services.tables import MissedSearch
from engine.core.context import QueryContext
from engine.core.query import Query

#: what fewer people typed could be about one of them
FEWEST, SHOWN = 3, 100


@dataclass(frozen=True, kw_only=True)
class MissedSearchList(Query):
    permission: ClassVar[str] = "design"

    def run(self, context: QueryContext) -> Sequence[MissedSearch]:
        often = select(MissedSearch).where(MissedSearch.count >= FEWEST).order_by(MissedSearch.count.desc(), MissedSearch.text)
        return context.session.scalars(often.limit(SHOWN)).all()
