"""Complete a user task with the answers of its form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.form_check import attach_documents, check_form, remember_choices
from engine.core.tasks import open_task, task_variables
from engine.core.turn import take_turn
from engine.model.stimuli import UserTaskCompleted


@dataclass(frozen=True, kw_only=True)
class CompleteUserTask(Command):
    """Raises NotFound, TaskTaken (who was first), FormRejected."""

    permission: ClassVar[str] = "person"

    task: UUID
    answers: dict[str, Any] = field(default_factory=dict)

    def run(self, context: CommandContext) -> Answer:
        instance, task, position = open_task(context, self.task)
        context.position = position
        loaded = context.platform.definitions.get(context.session, instance.definition_id)
        variables = task_variables(instance, task)
        rules = check_form(context, loaded, task.form_key, self.answers, variables, position=position, case=instance.root_id)
        attach_documents(context, instance, rules)
        remember_choices(context, loaded, task.form_key, rules)
        take_turn(context, instance, UserTaskCompleted(id=str(context.new_id()), token=str(task.id), variables=rules.answers))
        return {"instance": str(instance.id), "task": str(task.id)}
