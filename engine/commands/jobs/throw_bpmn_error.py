"""Throws a BPMN error at the job's element: a failure that the diagram foresees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.jobs.claims import claim_with_the_commit
from engine.core.jobs.leases import leased_job, question_of_lease
from engine.core.turn import take_turn
from engine.model.actor import Actor
from engine.model.errors import InvalidState
from engine.model.stimuli import ErrorThrown
from engine.persistence.prepared import Question


@dataclass(frozen=True, kw_only=True)
class ThrowBpmnError(Command):
    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    job: UUID
    fencing_token: int
    #: the queues from which the worker's next job is claimed in this transaction; the answer has its lease as `next`, {} where none is due
    then: tuple[str, ...] = ()
    code: str
    message: str = ""
    variables: dict[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        # what the worker does next concerns no case
        return {name: value for name, value in super().payload().items() if name != "then"}

    def opening(self, actor: Actor, now: datetime | None) -> Sequence[Question]:
        return (question_of_lease(self.job),)

    def run(self, context: CommandContext) -> Answer:
        instance, job = leased_job(context, self.job, self.fencing_token)
        if job.token is None:
            raise InvalidState("Expected a job of a diagram, but nothing there waits for this one.")
        job.status = "DONE"
        job.error = f"{self.code}: {self.message}"
        job.ended_at = context.now
        error = ErrorThrown(
            id=str(context.new_id()), token=str(job.token), error_code=self.code, message=self.message, variables=self.variables
        )
        take_turn(context, instance, error)
        return claim_with_the_commit(context, self.then)
