"""Finds what was written into fields of a register before, the most frequent first: a form offers it while somebody types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from casework.records.manifest import register_of
from casework.records.tables import RegisterEntry
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.access import may_see

#: the newest entries that are looked at, and values that a field offers: a browser gets them with the page
LOOKED_AT, OFFERED = 2_000, 200


@dataclass(frozen=True, kw_only=True)
class RememberedValues(Query):
    """Answers field -> values, from the entries that the actor may see: nobody learns here who wrote to somebody else."""

    permission: ClassVar[str] = "person"

    process: str
    fields: tuple[str, ...]

    def run(self, context: QueryContext) -> Mapping[str, Sequence[str]]:
        loaded = context.platform.definitions.latest(context.session, self.process)
        register = register_of(loaded.manifest, self.process)
        wanted = [name for name in self.fields if register is not None and name in register.fields]
        if register is None or not wanted:
            return {}
        entry = RegisterEntry
        newest = (
            select(entry.instance_id, *(entry.fields[name].astext.label(name) for name in wanted))
            .where(entry.register == f"{loaded.package}.{register.key}")
            .order_by(entry.created_at.desc())
            .limit(LOOKED_AT)
            .cte("newest")
        )
        rows = context.session.execute(select(newest).where(may_see(context.actor, newest.c.instance_id, context.now))).mappings().all()
        # as it was written last, however its capitals and spaces differed before
        found: dict[str, Sequence[str]] = {}
        for name in wanted:
            written: dict[str, str] = {}
            often = Counter[str]()
            for row in rows:
                if text := " ".join(str(row[name] or "").split()):
                    often[text.casefold()] += 1
                    written.setdefault(text.casefold(), text)
            found[name] = [written[key] for key, _count in often.most_common(OFFERED)]
        return found
