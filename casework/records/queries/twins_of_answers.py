"""Finds entries that a register has already, for answers that are about to begin a case: whoever sends them is asked before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.records.manifest import register_of
from casework.records.register_entries import comparison_key
from casework.records.tables import RegisterEntry
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.access import may_see
from engine.model.errors import NotFound
from engine.persistence.tables.instances import ProcessInstance

MAX_TWINS = 10


@dataclass(frozen=True, kw_only=True)
class Twin:
    """An entry with the same values; what it is about is told to nobody here."""

    number: str | None
    created_at: datetime
    #: its case; None: the reader may not see it
    case: UUID | None


@dataclass(frozen=True, kw_only=True)
class TwinsOfAnswers(Query):
    """Answers the newest first; none where a value by which they are found is empty. Raises NotFound where the actor may not begin it."""

    permission: ClassVar[str] = "person"

    process: str
    answers: Mapping[str, Any]

    def run(self, context: QueryContext) -> Sequence[Twin]:
        loaded = context.platform.definitions.latest(context.session, self.process)
        roles = loaded.manifest.case(self.process).start_roles
        if not any(seat.role in roles for seat in context.actor.seats):
            raise NotFound("Expected a process that you may start, but there is none under this address.")
        register = register_of(loaded.manifest, self.process)
        key = comparison_key([self.answers.get(name) for name in register.match]) if register is not None else None
        if register is None or key is None:
            return []
        entry, instance = RegisterEntry, ProcessInstance
        rows = context.session.execute(
            select(instance.id, instance.business_key, entry.created_at, may_see(context.actor, instance.id, context.now).label("seen"))
            .join(instance, instance.id == entry.instance_id)
            # a case that was ended before it got its number is no entry of the book
            .where(entry.register == f"{loaded.package}.{register.key}", entry.match_key == key, instance.business_key.is_not(None))
            .order_by(entry.created_at.desc())
            .limit(MAX_TWINS)
        )
        return [Twin(number=row.business_key, created_at=row.created_at, case=row.id if row.seen else None) for row in rows]
