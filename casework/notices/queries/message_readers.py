"""Finds officers who get a mail about an applicant's message: those with an open step of the case, else whoever it was given to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.notices.message_receivers import unanswered_of
from casework.notices.tables import CaseMessage
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.ports import Mail
from engine.persistence.tables.instances import ProcessInstance, UserTask
from engine.queries.tasks.new_task_mails import candidates_of, people_of


@dataclass(frozen=True, kw_only=True)
class MessageReaders(Query):
    """Answers (mail, person); the mail does not hold the message, which is read on the page."""

    permission: ClassVar[str] = "system"

    case: UUID

    def run(self, context: QueryContext) -> list[tuple[Mail, UUID]]:
        case = context.session.get_one(ProcessInstance, self.case)
        tasks = select(UserTask.id).join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
        waiting = tasks.where(ProcessInstance.root_id == self.case, UserTask.status == "OPEN")
        positions = [position for task in context.session.scalars(waiting) for position in candidates_of(context, task)]
        if not positions:
            given = select(CaseMessage.to_position_id).where(unanswered_of(self.case), CaseMessage.to_position_id.is_not(None)).distinct()
            positions = [position for position in context.session.scalars(given) if position]
        link = f"{context.platform.address}/kasus/{self.case}"
        texts = context.platform.definitions.get(context.session, case.definition_id).texts
        applicant = texts.get("id", {}).get(f"applicant.{case.process_key}", "pemohon")
        text = f"{applicant.capitalize()} menulis pesan tentang {case.business_key or case.title}.\n\nBaca dan jawab: {link}\n\nAlur"
        people = people_of(context, positions)
        subject = f"Pesan {applicant}: {case.business_key or case.title}"
        return [(Mail(to=person.email, subject=subject, text=text), person.id) for person in people if person.email]
