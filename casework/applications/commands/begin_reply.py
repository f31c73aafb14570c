"""Begins a reply to a step that waits for the applicant: a draft of the fields that it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.applications.applicant_tasks import case_of_task, returns_of
from casework.applications.application_form import application_of
from casework.applications.drafts import unseal_draft
from casework.applications.tables import ApplicationDraft
from casework.records.public_numbers import DRAFT_LASTS, case_of_pass, hash_token, new_token, sealed_draft
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import NotFound
from engine.persistence.tables.instances import UserTask


@dataclass(frozen=True, kw_only=True)
class BeginReply(Command):
    """Answers the draft and its token, the same draft when it is begun twice. Raises NotFound."""

    permission: ClassVar[str] = "public"

    case_pass: str
    task: UUID

    def payload(self) -> dict[str, UUID]:
        return {"task": self.task}

    def run(self, context: CommandContext) -> Answer:
        case, vault, session = case_of_pass(context.platform.vault, self.case_pass), context.platform.vault, context.session
        task = session.get(UserTask, self.task, with_for_update=True)
        application = application_of(context, case)
        if task is None or task.status != "OPEN" or case_of_task(session, self.task) != case or application is None:
            raise NotFound("Expected a step that waits for you, but there is none.")
        known = session.scalars(select(ApplicationDraft).where(ApplicationDraft.task_id == task.id)).first()
        if known is not None:
            token, _answers = unseal_draft(vault, known)
            return {"draft": str(known.id), "token": token}
        token = new_token()
        draft = ApplicationDraft(
            id=context.new_id(),
            service=application.service.key,
            process_key=application.loaded.key,
            token_hash=hash_token(token),
            answers=sealed_draft(vault, token, self._known(context, application.asked_again(returns_of(task)), application.values)),
            created_at=context.now,
            saved_at=context.now,
            expires_at=context.now + DRAFT_LASTS,
            task_id=task.id,
        )
        session.add(draft)
        return {"draft": str(draft.id), "token": token}

    def _known(self, context: CommandContext, form: dict[str, Any], values: Any) -> dict[str, Any]:
        """Returns the earlier answers, for correction; files are uploaded again."""
        traits = context.platform.forms.traits
        return {item["key"]: values.get(item["key"]) for item in form["components"] if not traits(item).documents}
