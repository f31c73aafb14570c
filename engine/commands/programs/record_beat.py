"""Records that a program runs, and forgets those that were not heard of for days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.persistence.tables.programs import ProgramBeat

#: how long operators see a program that has stopped
REMEMBERED = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class RecordBeat(Command):
    """`program`: clock or worker; `beat`: of this start of it; `place`: its host and process; `queues`: of a worker."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    beat: UUID
    program: str
    place: str
    queues: tuple[str, ...] = ()

    def run(self, context: CommandContext) -> Answer:
        first = {"program": self.program, "place": self.place, "queues": list(self.queues), "started_at": context.now}
        row = insert(ProgramBeat).values(id=self.beat, beaten_at=context.now, **first)
        context.session.execute(row.on_conflict_do_update(index_elements=["id"], set_={"beaten_at": context.now}))
        context.session.execute(delete(ProgramBeat).where(ProgramBeat.beaten_at < context.now - REMEMBERED))
        return {}
