"""Writes the mails about a new task, or of whoever reminds of one, to its candidates, without the content of a confidential case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.feel.government.wording import date_time_text
from engine.identity.assignment import position_named
from engine.identity.seats import holders
from engine.model.errors import InvalidState, NotFound
from engine.model.ports import Mail
from engine.persistence.tables.identity import Person, Position
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask

_WORDS = {
    "id": (
        "Tugas baru: {title}",
        "Tugas rahasia baru",
        "Yth. {person},\n\nAda tugas untuk Anda: {task}\nTentang: {title}{due}\n\nBuka tugas: {link}\n\nAlur",
    ),
    "en": (
        "New task: {title}",
        "New confidential task",
        "Dear {person},\n\nThere is a task for you: {task}\nAbout: {title}{due}\n\nOpen the task: {link}\n\nAlur",
    ),
}
_REMINDED = {
    "id": (
        "Pengingat: {title}",
        "Pengingat: tugas rahasia",
        "Yth. {person},\n\n{by} mengingatkan Anda akan tugas ini: {task}\nTentang: {title}{due}\n\nBuka tugas: {link}\n\nAlur",
    ),
    "en": (
        "Reminder: {title}",
        "Reminder: confidential task",
        "Dear {person},\n\n{by} reminds you of this task: {task}\nAbout: {title}{due}\n\nOpen the task: {link}\n\nAlur",
    ),
}
_HIDDEN = {"id": "(rahasia, hanya dapat dibaca di dalam Alur)", "en": "(confidential, to be read inside Alur only)"}
_DUE = {"id": "\nTenggat: {}", "en": "\nDue: {}"}


@dataclass(frozen=True, kw_only=True)
class NewTaskMails(Query):
    """Answers (mail, person) for each person who may do the task now; none where it is done.

    `reminded_by`: the name and title of whoever reminds of it; empty: the task is new.
    """

    permission: ClassVar[str] = "system"

    task: UUID
    reminded_by: str = ""

    def run(self, context: QueryContext) -> list[tuple[Mail, UUID]]:
        task = context.session.get(UserTask, self.task)
        if task is None or task.status != "OPEN":
            return []
        instance = context.session.get_one(ProcessInstance, task.instance_id)
        people = people_of(context, candidates_of(context, task.id))
        return [(self._mail(context, task, instance, person), person.id) for person in people if person.email]

    def _mail(self, context: QueryContext, task: UserTask, instance: ProcessInstance, person: Person) -> Mail:
        language = person.language if person.language in _WORDS else "id"
        subject, secret, text = (_REMINDED if self.reminded_by else _WORDS)[language]
        hidden = instance.confidential or instance.restricted
        title = _HIDDEN[language] if hidden else instance.title
        due = _DUE[language].format(date_time_text(task.due_at.astimezone(context.platform.zone), language)) if task.due_at else ""
        link = f"{context.platform.address}/tugas/{task.id}"
        return Mail(
            to=person.email or "",
            subject=secret if hidden else subject.format(title=" ".join(title.split())),
            text=text.format(
                person=person.name,
                by=self.reminded_by,
                task=self._name(context, task, instance, language),
                title=title,
                due=due,
                link=link,
            ),
        )

    def _name(self, context: QueryContext, task: UserTask, instance: ProcessInstance, language: str) -> str:
        """As the reader's pages call the step."""
        texts = context.platform.definitions.get(context.session, instance.definition_id).texts
        key = f"element.{instance.process_key}.{task.element_id}"
        return texts.get(language, {}).get(key) or texts.get("id", {}).get(key) or task.name


@dataclass(frozen=True, kw_only=True)
class PositionAddresses(Query):
    """Answers (person, address) of everybody who fills a position now.

    `position`: an id or a code. Raises NotFound where no position bears it, InvalidState where nobody fills it who has an address.
    """

    permission: ClassVar[str] = "system"

    position: str

    def run(self, context: QueryContext) -> list[tuple[UUID, str]]:
        position = position_named(context.session, self.position, context.today)
        if position is None:
            # a mail that a diagram promises to nobody must not look as if it were sent
            raise NotFound(f"Expected the id or the code of a position, but there is none called '{self.position}'.")
        found = [(person.id, person.email) for person in people_of(context, [position.id]) if person.email]
        if not found:
            # the step is tried again while somebody may be appointed; then operators are told of it
            raise InvalidState(f"Expected somebody with a mailbox in the position '{position.code}', but nobody fills it today.")
        return found


def candidates_of(context: QueryContext, task: UUID) -> list[UUID]:
    found: list[UUID] = []
    for candidate in context.session.scalars(select(TaskCandidate).where(TaskCandidate.task_id == task)):
        if candidate.position_id:
            found.append(candidate.position_id)
        else:
            statement = select(Position.id).where(Position.unit_id == candidate.unit_id, Position.role == candidate.role)
            found += context.session.scalars(statement)
    return found


def people_of(context: QueryContext, positions: Iterable[UUID]) -> list[Person]:
    return list({person.id: person for _position, _holding, person in holders(context.session, positions, context.now)}.values())
