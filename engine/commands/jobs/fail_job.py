"""Records a technical failure of a job: the job is tried again with growing pauses, then becomes an incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.incidents import UNCERTAIN, raise_incident
from engine.core.jobs.claims import claim_with_the_commit
from engine.core.jobs.leases import leased_job, pause, question_of_lease
from engine.model.actor import Actor
from engine.model.stored_text import make_storable
from engine.persistence.prepared import Question


@dataclass(frozen=True, kw_only=True)
class FailJob(Command):
    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    job: UUID
    fencing_token: int
    #: the queues from which the worker's next job is claimed in this transaction; the answer has its lease as `next`, {} where none is due
    then: tuple[str, ...] = ()
    error: str
    #: trying again cannot help
    final: bool = False
    #: whether it took effect outside is not known: it is not tried again, a person checks
    uncertain: bool = False

    def payload(self) -> dict[str, Any]:
        known = {name: value for name, value in super().payload().items() if name != "then"}
        return {**known, "error": make_storable(self.error)}

    def opening(self, actor: Actor, now: datetime | None) -> Sequence[Question]:
        return (question_of_lease(self.job),)

    def run(self, context: CommandContext) -> Answer:
        instance, job = leased_job(context, self.job, self.fencing_token)
        reason = make_storable(self.error)
        job.error = reason[:2000]
        if self.final or self.uncertain or job.attempts >= job.retries:
            job.status = "FAILED"
            kind = UNCERTAIN if self.uncertain else "job"
            raise_incident(context, instance, token=str(job.token or job.id), element=job.element_id, kind=kind, message=reason, job=job.id)
        else:
            job.status = "READY"
            job.due_at = context.now + pause(job.attempts)
        context.audit(instance)
        answer = claim_with_the_commit(context, self.then)
        answer["status"] = job.status
        return answer
