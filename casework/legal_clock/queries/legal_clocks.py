"""Reports time limits: running cases with their due dates, paused ones, and late ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import load_only

from casework.legal_clock.clock import ClockView, clock_view
from casework.legal_clock.tables import LegalClock
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.access import may_see
from engine.persistence.tables.instances import ProcessInstance

#: without the states, which are large
COLUMNS = (
    ProcessInstance.id,
    ProcessInstance.process_key,
    ProcessInstance.business_key,
    ProcessInstance.title,
    ProcessInstance.definition_id,
)


@dataclass(frozen=True, kw_only=True)
class ClockRow:
    case: UUID
    process: str
    number: str | None
    #: empty where the reader, an operator, may not see the case
    title: str
    visible: bool
    texts: Mapping[str, Mapping[str, str]]
    clock: ClockView


@dataclass(frozen=True, kw_only=True)
class LegalClocks(Query):
    """Lists the running clocks that the actor may see, for an operator all: the most urgent first, paused ones last."""

    permission: ClassVar[str] = "person"

    most: int = 1000

    def run(self, context: QueryContext) -> Sequence[ClockRow]:
        seen = may_see(context.actor, ProcessInstance.id, context.now)
        statement = (
            select(ProcessInstance, seen.label("visible"))
            .options(load_only(*COLUMNS))
            .join(LegalClock, LegalClock.instance_id == ProcessInstance.id)
            .where(LegalClock.stopped_at.is_(None))
            .order_by(LegalClock.due_at.asc().nulls_last(), ProcessInstance.started_at)
            .limit(self.most)
        )
        if not context.actor.may("operate"):
            statement = statement.where(seen)
        rows = context.session.execute(statement).all()
        return [
            ClockRow(
                case=case.id,
                process=case.process_key,
                number=case.business_key,
                title=case.title if visible else "",
                visible=visible,
                texts=context.platform.definitions.get(context.session, case.definition_id).texts,
                clock=view,
            )
            for case, visible in rows
            if (view := clock_view(context, case.id)) is not None
        ]
