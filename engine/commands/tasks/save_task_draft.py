"""Saves what a person typed into a task, unchecked; only this person sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.hooks import hooks_of
from engine.core.tasks.form_options import form_of
from engine.core.tasks.open_task import open_task, questions_of_task
from engine.feel.values import to_json
from engine.model.actor import Actor
from engine.model.errors import InvalidState
from engine.persistence.prepared import Question
from engine.persistence.tables.instances import TaskDraft


def version_of(draft: TaskDraft | None) -> str:
    """Returns which version of a draft this is; an empty text before the first."""
    return _version(draft.saved_at) if draft is not None else ""


def _version(saved_at: datetime) -> str:
    return saved_at.astimezone(UTC).isoformat()


@dataclass(frozen=True, kw_only=True)
class SaveTaskDraft(Command):
    """`expected`: the version of the draft that was shown (None: any).

    Raises NotFound, TaskTaken, InvalidState where another place saved since (reason elsewhere, version).
    """

    permission: ClassVar[str] = "person"
    stored_name: ClassVar[str] = "SaveDraft"

    task: UUID
    answers: dict[str, Any]
    expected: str | None = None

    def payload(self) -> dict[str, Any]:
        return {"task": self.task, "answers": self.answers}

    def opening(self, actor: Actor, now: datetime | None) -> Sequence[Question]:
        return questions_of_task(actor, self.task, now)

    def run(self, context: CommandContext) -> Answer:
        instance, task, _position = open_task(context, self.task)
        known = context.session.get(TaskDraft, (task.id, context.actor.person))
        if self.expected is not None and self.expected != version_of(known):
            raise InvalidState(
                "Expected the draft that was shown, but it was changed in another place.", reason="elsewhere", version=version_of(known)
            )
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
        return {"task": str(task.id), "version": _version(context.now)}
