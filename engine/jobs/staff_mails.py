"""Sends mails to staff: about a new task, and to a position from a diagram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.core.engine import Engine
from engine.core.job_rows import MAIL_NEW_TASK, NOTIFY_POSITION
from engine.jobs.step_context import StepContext
from engine.model.actor import SYSTEM
from engine.model.errors import InvalidState
from engine.model.ports import Mail
from engine.queries.tasks.new_task_mails import NewTaskMails, PositionAddresses
from engine.sdk import described, job_handler


@dataclass(frozen=True, kw_only=True)
class OpenTask:
    task: str


@job_handler(MAIL_NEW_TASK, queue="notify", for_diagrams=False)
def mail_new_task(context: StepContext, opened: OpenTask) -> None:
    for mail, person in context.engine.ask(NewTaskMails(task=UUID(opened.task)), actor=SYSTEM):
        context.engine.platform.notifier.send(mail, key=f"{context.lease.job}.{person}")


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
    mail_position(context.engine, mail.position, subject=mail.subject, text=mail.text, key=str(context.lease.job))


def mail_position(engine: Engine, position: str, *, subject: str, text: str, key: str) -> None:
    """Sends a mail to everybody who fills the position now."""
    for person, address in engine.ask(PositionAddresses(position=position), actor=SYSTEM):
        engine.platform.notifier.send(Mail(to=address, subject=subject, text=text), key=f"{key}.{person}")
