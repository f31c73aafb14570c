"""Submits a reply to a step: checks it and completes the step, so that the case goes on. Sent twenty times, it counts once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.applications.drafts import draft_of_holder, forget_unused, unseal_draft
from casework.applications.replies import reply_request
from casework.records.public_numbers import sealed_draft
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.tasks.form_check import check_form, store_attachments
from engine.core.turn import lock_instance, take_turn
from engine.model.errors import NotFound, TaskTaken
from engine.model.stimuli import UserTaskCompleted
from engine.persistence.tables.instances import UserTask


@dataclass(frozen=True, kw_only=True)
class SubmitReply(Command):
    """Raises NotFound, FormRejected, and TaskTaken where the step is over."""

    permission: ClassVar[str] = "public"
    repeatable: ClassVar[bool] = True

    draft: UUID
    token: str

    def payload(self) -> dict[str, UUID]:
        return {"draft": self.draft}

    def run(self, context: CommandContext) -> Answer:
        session = context.session
        waiting = draft_of_holder(session, self.draft, self.token).task_id
        found = session.scalars(select(UserTask.instance_id).where(UserTask.id == waiting)).first() if waiting else None
        if found is None:
            raise NotFound("Expected a draft that answers a step, but it is none.")
        # the instance first, as every command does; then the draft
        instance = lock_instance(context, found)
        draft = draft_of_holder(session, self.draft, self.token, lock=True)
        if draft.sent_at is not None:
            return {"sent": True}
        task = session.get_one(UserTask, waiting, populate_existing=True)
        if task.status != "OPEN":
            raise TaskTaken("Expected a step that still waits, but its time is over.", status=task.status, instance=str(instance.id))
        asked = reply_request(context, task, instance)
        _token, answers = unseal_draft(context.platform.vault, draft)
        known = {key: value for key, value in answers.items() if key in asked.keys}
        rules = check_form(context, asked.loaded, asked.form, known, asked.values, position=None, case=instance.root_id, origin=draft.id)
        store_attachments(context, instance, rules, case=instance.root_id)
        draft.sent_at = context.now
        draft.answers = sealed_draft(context.platform.vault, self.token, {})
        forget_unused(session, draft, {}, before=context.now)
        take_turn(context, instance, UserTaskCompleted(id=str(context.new_id()), token=str(task.id), variables=rules.answers))
        return {"sent": True}
