"""Completes a job with the result of its handler."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.leases import leased_job
from engine.core.turn import take_turn
from engine.model.stimuli import JobCompleted


@dataclass(frozen=True, kw_only=True)
class CompleteJob(Command):
    """Raises InvalidState where the job was leased again or is gone, so that no result counts twice."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    job: UUID
    fencing_token: int
    variables: dict[str, Any] = field(default_factory=dict)

    def run(self, context: CommandContext) -> Answer:
        instance, job = leased_job(context, self.job, self.fencing_token)
        if job.token is not None:
            take_turn(context, instance, JobCompleted(id=str(context.new_id()), token=str(job.token), variables=self.variables))
        job.status = "DONE"
        job.ended_at = context.now
        return {}
