"""Extends the lease of a job whose handler still runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import update

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.jobs.leases import LEASE
from engine.persistence.tables.instances import Job


@dataclass(frozen=True, kw_only=True)
class ExtendLease(Command):
    """Answers whether the job is still leased under this token; a worker without the lease may stop."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    job: UUID
    fencing_token: int

    def run(self, context: CommandContext) -> Answer:
        held = (Job.id == self.job) & (Job.status == "LEASED") & (Job.fencing_token == self.fencing_token)
        found = context.session.execute(update(Job).where(held).values(due_at=context.now + LEASE).returning(Job.id)).first()
        return {"held": found is not None}
