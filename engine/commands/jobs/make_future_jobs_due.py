"""Makes jobs due whose due date lies too far ahead, after the database's clock was set back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import case, update

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.jobs.leases import LEASE, due_too_far_ahead
from engine.persistence.tables.instances import Job


@dataclass(frozen=True, kw_only=True)
class MakeFutureJobsDue(Command):
    """Answers how many jobs it made due. A running worker keeps its job for one lease; timers keep the dates that were computed."""

    permission: ClassVar[str] = "system"
    stored_name: ClassVar[str] = "PullJobsBack"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        due = case((Job.status == "LEASED", context.now + LEASE), else_=context.now)
        pulled = update(Job).where(due_too_far_ahead(context.now)).values(due_at=due)
        return {"jobs": len(context.session.scalars(pulled.returning(Job.id)).all())}
