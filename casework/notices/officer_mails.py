"""Writes mails to officers about what an applicant did: in the officer's language, with the number and never the content."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from casework.applications.tables import Application
from casework.notices import notice_texts as texts
from casework.notices.wording import fill
from casework.wording.package_texts import package_text
from engine.core.context import QueryContext
from engine.model.ports import Mail
from engine.persistence.tables.instances import ProcessInstance
from engine.queries.tasks.new_task_mails import people_of
from forms.printing import Writer
from forms.texts import Text


def officer_mails(context: QueryContext, case: UUID, positions: Iterable[UUID], subject: Text, text: Text) -> list[tuple[Mail, UUID]]:
    """Answers (mail, person) for everybody who fills one of the positions now."""
    instance, number = context.session.get_one(ProcessInstance, case), context.session.get_one(Application, case).number
    package = context.platform.definitions.get(context.session, instance.definition_id).texts
    found = []
    for person in people_of(context, positions):
        if not person.email:
            continue
        writer = Writer(language=person.language if person.language in ("id", "en") else "id", zone=context.platform.zone)
        applicant = package_text(package, writer.language, f"applicant.{instance.process_key}", writer.text(texts.APPLICANT).lower())
        values = {"person": person.name, "number": number, "link": f"{context.platform.address}/kasus/{case}"}
        body = fill(writer, text, applicant=applicant, **values)
        head = fill(writer, subject, applicant=applicant, **values)
        found.append((Mail(to=person.email, subject=head, text=body), person.id))
    return found
