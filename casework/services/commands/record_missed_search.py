"""Counts words with which nobody found a service, so that analysts see what people look for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from casework.services.tables import MissedSearch
from engine.core.command import Answer, Command
from engine.core.context import CommandContext

#: up to three words without digits: no number, no address, hardly a name with its story
COUNTABLE = re.compile(r"[^\W\d_]{2,20}(?: [^\W\d_]{2,20}){0,2}")
#: different texts that are kept, and how long one is kept that nobody types any more
MOST, KEPT_FOR = 2000, timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class RecordMissedSearch(Command):
    """Answers whether it was counted. What may be about a person (digits, long texts) is not."""

    permission: ClassVar[str] = "public"
    repeatable: ClassVar[bool] = True

    text: str

    def payload(self) -> dict[str, Any]:
        return {}

    def run(self, context: CommandContext) -> Answer:
        text, session = " ".join(self.text.casefold().split()), context.session
        if not COUNTABLE.fullmatch(text):
            return {"counted": False}
        session.execute(delete(MissedSearch).where(MissedSearch.last_on < context.today - KEPT_FOR))
        known = session.get(MissedSearch, text)
        if known is None and session.scalars(select(func.count()).select_from(MissedSearch)).one() >= MOST:
            return {"counted": False}
        made = insert(MissedSearch).values(text=text, count=1, first_on=context.today, last_on=context.today)
        again = {"count": MissedSearch.count + 1, "last_on": context.today}
        session.execute(made.on_conflict_do_update(index_elements=["text"], set_=again))
        return {"counted": True}
