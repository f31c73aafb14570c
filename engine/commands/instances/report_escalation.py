"""Reports to a parent instance that its child escalates; the child goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance, take_turn
from engine.model.stimuli import EscalationReported
from engine.persistence.tables.instances import Job


@dataclass(frozen=True, kw_only=True)
class ReportEscalation(Command):
    """Raises InvalidState where the parent no longer waits for the child. A job that was reported before changes nothing."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    parent: UUID
    token: UUID
    job: UUID
    code: str
    variables: dict[str, Any] = field(default_factory=dict)

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.parent)
        job = context.session.scalars(select(Job).where(Job.id == self.job).with_for_update()).one()
        if job.headers.get("reported"):
            return {}
        job.headers = {**job.headers, "reported": True}
        take_turn(
            context,
            instance,
            EscalationReported(id=str(context.new_id()), token=str(self.token), code=self.code, variables=self.variables),
        )
        return {}
