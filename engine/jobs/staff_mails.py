"""Sends mails to staff, each recipient's by a job of its own: about a new task, and to a position from a diagram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands.jobs.queue_mails import QueueMails
from engine.core.engine import Engine
from engine.core.job_rows import MAIL_NEW_TASK, MAIL_PERSON, MAIL_REMINDER, NOTIFY_POSITION
from engine.jobs.step_context import StepContext
from engine.model.actor import SYSTEM
from engine.model.errors import InvalidState
from engine.model.ports import Mail
from engine.queries.people.person_address import PersonAddress
from engine.queries.tasks.new_task_mails import NewTaskMails, PositionAddresses
from engine.sdk import described, job_handler


@dataclass(frozen=True, kw_only=True)
class OpenTask:
    """`person`: the recipient of this job; empty: every recipient gets a job."""

    task: str
    person: str = ""


@job_handler(MAIL_NEW_TASK, queue="notify", for_diagrams=False)
def mail_new_task(context: StepContext, opened: OpenTask) -> None:
    mails = context.engine.ask(NewTaskMails(task=UUID(opened.task)), actor=SYSTEM)
    if not opened.person:
        queue_mails(context, MAIL_NEW_TASK, [person for _mail, person in mails], {"task": opened.task})
        return
    for mail, person in mails:
        if str(person) == opened.person:
            context.engine.platform.notifier.send(mail, key=str(context.lease.job))


@dataclass(frozen=True, kw_only=True)
class RemindedTask:
    """`name`, `title`: of whoever reminds; `person`: as of an OpenTask."""

    task: str
    name: str
    title: str
    person: str = ""


@job_handler(MAIL_REMINDER, queue="notify", for_diagrams=False)
def mail_reminder(context: StepContext, reminded: RemindedTask) -> None:
    by = f"{reminded.name}, {reminded.title}" if reminded.title else reminded.name
    mails = context.engine.ask(NewTaskMails(task=UUID(reminded.task), reminded_by=by), actor=SYSTEM)
    if not reminded.person:
        words = {"task": reminded.task, "name": reminded.name, "title": reminded.title}
        queue_mails(context, MAIL_REMINDER, [person for _mail, person in mails], words)
        return
    for mail, person in mails:
        if str(person) == reminded.person:
            context.engine.platform.notifier.send(mail, key=str(context.lease.job))


def queue_mails(context: StepContext, step: str, people: list[UUID], variables: dict[str, Any]) -> None:
    """Queues a job of this step for each person."""
    command = QueueMails(instance=context.lease.instance, step=step, key=str(context.lease.job), people=tuple(people), variables=variables)
    context.engine.execute(command, actor=SYSTEM)


@dataclass(frozen=True, kw_only=True)
class PositionMail:
    """`position`: id or code."""

    position: Any = described("Kode jabatan")
    subject: Any = described("Judul")
    text: Any = described("Isi", hint="Tanpa data pribadi.")


@job_handler(NOTIFY_POSITION, queue="notify", label="Beri tahu jabatan", summary="Surel kepada siapa pun yang memegang jabatan itu.")
def notify_position(context: StepContext, mail: PositionMail) -> None:
    for name in ("position", "subject", "text"):
        if not isinstance(getattr(mail, name), str):
            raise InvalidState(f"Expected the input '{name}' as a text, but it is missing.")
    lease = context.lease
    mail_position(context.engine, lease.instance, mail.position, subject=mail.subject, text=mail.text, key=str(lease.job))


def mail_position(engine: Engine, instance: UUID, position: str, *, subject: str, text: str, key: str) -> None:
    """Queues a mail to everybody who fills the position now. `key`: of the mail, the same when a step is repeated."""
    people = tuple(person for person, _address in engine.ask(PositionAddresses(position=position), actor=SYSTEM))
    words = {"subject": subject, "text": text}
    engine.execute(QueueMails(instance=instance, step=MAIL_PERSON, key=key, people=people, variables=words), actor=SYSTEM)


@dataclass(frozen=True, kw_only=True)
class PersonMail:
    person: str
    subject: str
    text: str


@job_handler(MAIL_PERSON, queue="notify", for_diagrams=False)
def mail_person(context: StepContext, mail: PersonMail) -> None:
    for address in context.engine.ask(PersonAddress(person=UUID(mail.person)), actor=SYSTEM):
        context.engine.platform.notifier.send(Mail(to=address, subject=mail.subject, text=mail.text), key=str(context.lease.job))
