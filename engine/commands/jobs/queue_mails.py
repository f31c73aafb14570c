"""Queues one job for each recipient of a mail, so that a dead mailbox holds up nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID, uuid5

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.job_rows import platform_job
from engine.core.turn import lock_instance
from engine.persistence.tables.instances import Job


@dataclass(frozen=True, kw_only=True)
class QueueMails(Command):
    """`step`: of the platform, with an input `person`; `key`: of the mail. Who has a job for it already gets no second one."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    instance: UUID
    step: str
    key: str
    people: tuple[UUID, ...]
    variables: Mapping[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        return {"instance": self.instance, "step": self.step, "people": len(self.people)}

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.instance)
        queued = 0
        for person in self.people:
            key = f"{self.key} {person}"
            if context.session.get(Job, uuid5(instance.id, f"{self.step} {key}")) is None:
                platform_job(context, instance, self.step, key=key, variables={**self.variables, "person": str(person)})
                queued += 1
        return {"queued": queued}
