"""Saves what a person typed into a task, unchecked; only this person sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.hooks import hooks_of
from engine.core.tasks.form_options import form_of
from engine.core.tasks.open_task import open_task
from engine.feel.values import to_json
from engine.persistence.tables.instances import TaskDraft


@dataclass(frozen=True, kw_only=True)
class SaveTaskDraft(Command):
    """Raises NotFound, TaskTaken."""

    permission: ClassVar[str] = "person"
    stored_name: ClassVar[str] = "SaveDraft"

    task: UUID
    answers: dict[str, Any]

    def run(self, context: CommandContext) -> Answer:
        instance, task, _position = open_task(context, self.task)
        form = form_of(context.platform.definitions.get(context.session, instance.definition_id), task.form_key)
        answers: Mapping[str, Any] = self.answers
        for keeper in hooks_of(context).answers:
            answers = keeper.seal_draft(context, form, answers)
        values = {"answers": to_json(dict(answers)), "saved_at": context.now}
        context.session.execute(
            insert(TaskDraft)
            .values(task_id=task.id, person_id=context.actor.person, **values)
            .on_conflict_do_update(index_elements=["task_id", "person_id"], set_=values)
        )
        return {"task": str(task.id)}
