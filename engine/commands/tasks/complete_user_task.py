"""Completes a user task with the answers of its form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.hooks import hooks_of
from engine.core.tasks.checked_task import check_task
from engine.core.tasks.completer import seat_of_completer
from engine.core.tasks.form_check import remember_recent_choices, store_attachments
from engine.core.tasks.open_task import questions_of_task
from engine.core.turn import take_turn
from engine.model.actor import Actor
from engine.model.stimuli import UserTaskCompleted
from engine.persistence.prepared import Question


@dataclass(frozen=True, kw_only=True)
class CompleteUserTask(Command):
    """Raises NotFound, TaskTaken (with the first person's name), FormRejected, and any refusal of a task observer."""

    permission: ClassVar[str] = "person"

    task: UUID
    answers: dict[str, Any] = field(default_factory=dict)

    def opening(self, actor: Actor, now: datetime | None) -> Sequence[Question]:
        return questions_of_task(actor, self.task, now)

    def run(self, context: CommandContext) -> Answer:
        given = check_task(context, self.task, self.answers)
        for observer in hooks_of(context).tasks:
            observer.before_completion(context, given.loaded, given.task, given.rules.answers)
        store_attachments(context, given.instance, given.rules)
        remember_recent_choices(context, given.loaded, given.task.form_key, given.rules)
        variables = {**given.rules.answers, **seat_of_completer(context, given.task)}
        stimulus = UserTaskCompleted(id=str(context.new_id()), token=str(given.task.id), variables=variables)
        take_turn(context, given.instance, stimulus)
        return {"instance": str(given.instance.id), "task": str(given.task.id)}
