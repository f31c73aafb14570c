"""Finds officers who get a mail about an applicant's message: those with an open step of the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

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
        link = f"{context.platform.address}/kasus/{self.case}"
        text = f"Pemohon menulis pesan tentang {case.business_key or case.title}.\n\nBaca dan jawab: {link}\n\nAlur"
        people = people_of(context, positions)
        subject = f"Pesan pemohon: {case.business_key or case.title}"
        return [(Mail(to=person.email, subject=subject, text=text), person.id) for person in people if person.email]
