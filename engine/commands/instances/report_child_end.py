"""Reports to a parent instance how its child ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.job_rows import ESCALATE
from engine.core.turn import lock_instance, take_turn
from engine.model.stimuli import ChildEnded, ErrorThrown, EscalationReported, Stimulus
from engine.persistence.tables.instances import Job, ProcessInstance

CANCELLED = "CHILD_CANCELLED"


@dataclass(frozen=True, kw_only=True)
class ReportChildEnd(Command):
    """Reports the end of a child; a cancelled child is the error CHILD_CANCELLED. Raises InvalidState where the parent no longer waits."""

    permission: ClassVar[str] = "system"
    stored_name: ClassVar[str] = "ReportCalledEnd"
    repeatable: ClassVar[bool] = True

    parent: UUID
    token: UUID
    child: UUID
    status: str
    variables: dict[str, Any]
    error_code: str = ""
    error_message: str = ""
    error_variables: dict[str, Any] = field(default_factory=dict)

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.parent)
        self._escalations(context, instance)
        identifier, token = str(context.new_id()), str(self.token)
        stimulus: Stimulus
        if self.status == "COMPLETED":
            stimulus = ChildEnded(id=identifier, token=token, child=str(self.child), variables=self.variables)
        else:
            code = self.error_code if self.status == "FAILED" else CANCELLED
            stimulus = ErrorThrown(id=identifier, token=token, error_code=code, message=self.error_message, variables=self.error_variables)
        take_turn(context, instance, stimulus)
        return {}

    def _escalations(self, context: CommandContext, instance: ProcessInstance) -> None:
        """Applies the child's earlier escalations first, in their order, even where the workers are not that far yet."""
        waiting = select(Job).where(Job.instance_id == self.child, Job.type == ESCALATE, Job.status.in_(("READY", "LEASED")))
        jobs = context.session.scalars(waiting.order_by(Job.created_at).with_for_update()).all()
        for job in sorted(jobs, key=lambda item: (item.created_at, item.variables["order"])):
            if job.headers.get("reported"):
                continue
            job.headers = {**job.headers, "reported": True}
            values = {"token": str(self.token), "code": job.variables["code"], "variables": job.variables["variables"]}
            take_turn(context, instance, EscalationReported(id=str(context.new_id()), **values))
