"""Creates notices with the words of a diagram's step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.notices.new_notices import add_notices
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.persistence.tables.instances import Job


@dataclass(frozen=True, kw_only=True)
class NotifyApplicant(Command):
    """`job`: the step; it creates its notice once. Raises NotFound."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    instance: UUID
    job: UUID
    subject: str
    text: str

    def payload(self) -> dict[str, object]:
        return {"instance": self.instance, "subject": self.subject}

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.instance)
        job = context.session.get(Job, self.job)
        about = {"subject": self.subject, "text": self.text, "instance": str(instance.id), "element": job.element_id if job else ""}
        add_notices(context, instance, "words", str(self.job), about)
        context.audit(instance)
        return {}
