"""Claims a due job of some queues for a worker that has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import ARRAY, DateTime, Text, bindparam, text

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.jobs.claims import DUE, claim, lease_of
from engine.persistence.prepared import Prepared

_MORE = Prepared(
    text(f"select queue, id from job where queue = any(:queues) and {DUE} limit 1").bindparams(  # noqa: S608 (no value)
        bindparam("queues", type_=ARRAY(Text())), bindparam("now", type_=DateTime(timezone=True))
    )
)


@dataclass(frozen=True, kw_only=True)
class ClaimJob(Command):
    """`queues`: in the order in which they are tried. Answers the lease as `next`, and as `more` another job that is due as well."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    queues: tuple[str, ...]

    def run(self, context: CommandContext) -> Answer:
        leased, more = context.rows.ask(
            claim(context.platform, self.queues, context.now), (_MORE, {"queues": list(self.queues), "now": context.now})
        )
        other = {"queue": more[0][0], "job": str(more[0][1])} if leased and more else {}
        return {"next": lease_of(context.platform, leased), "more": other}
