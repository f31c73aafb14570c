"""Records that a candidate has opened a task; the first time counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import update

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.access import may_do
from engine.persistence.tables.instances import UserTask


@dataclass(frozen=True, kw_only=True)
class MarkTaskRead(Command):
    permission: ClassVar[str] = "person"

    task: UUID

    def run(self, context: CommandContext) -> Answer:
        unread = (UserTask.id == self.task, UserTask.read_at.is_(None), UserTask.status == "OPEN", may_do(context.actor))
        context.session.execute(update(UserTask).where(*unread).values(read_at=context.now).execution_options(synchronize_session=False))
        return {"task": str(self.task)}
