"""Completes a job with the result of its handler."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, update

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.jobs.claims import claim_with_the_commit
from engine.core.jobs.leases import leased_job, question_of_lease
from engine.core.turn import take_turn
from engine.model.actor import Actor
from engine.model.stimuli import JobCompleted
from engine.persistence.base import table_of
from engine.persistence.prepared import Prepared, Question
from engine.persistence.tables.instances import Job

_DONE = Prepared(
    update(table_of(Job))
    .where(Job.id == bindparam("job", type_=Uuid()))
    .values(status="DONE", ended_at=bindparam("now", type_=DateTime(timezone=True)))
)


@dataclass(frozen=True, kw_only=True)
class CompleteJob(Command):
    """Raises InvalidState where the job was leased again or is gone, so that no result counts twice; then nothing is claimed."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    job: UUID
    fencing_token: int
    #: the queues from which the worker's next job is claimed in this transaction; the answer has its lease as `next`, {} where none is due
    then: tuple[str, ...] = ()
    variables: dict[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        # what the worker does next concerns no case
        return {name: value for name, value in super().payload().items() if name != "then"}

    def opening(self, actor: Actor, now: datetime | None) -> Sequence[Question]:
        return (question_of_lease(self.job),)

    def run(self, context: CommandContext) -> Answer:
        instance, job = leased_job(context, self.job, self.fencing_token)
        if job.token is None:
            context.rows.run(_DONE, {"job": job.id, "now": context.now})
        else:
            # the turn ends the wait, and with it the job
            take_turn(context, instance, JobCompleted(id=str(context.new_id()), token=str(job.token), variables=self.variables))
        return claim_with_the_commit(context, self.then)
