"""Claims a due job of some queues for a worker that has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import text

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.jobs.claims import DUE, claim_next

_MORE = text(f"select queue, id from job where queue = any(cast(:queues as text[])) and {DUE} limit 1")  # noqa: S608 (no value)


@dataclass(frozen=True, kw_only=True)
class ClaimJob(Command):
    """`queues`: in the order in which they are tried. Answers the lease as `next`, and as `more` whether others are due as well."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    queues: tuple[str, ...]

    def run(self, context: CommandContext) -> Answer:
        lease = claim_next(context, self.queues)
        if not lease:
            return {"next": {}, "more": {}}
        more = context.session.execute(_MORE, {"queues": list(self.queues), "now": context.now}).first()
        return {"next": lease, "more": {"queue": more.queue, "job": str(more.id)} if more else {}}
