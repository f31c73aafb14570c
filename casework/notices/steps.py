"""Sends notices to applicants, and mails about their messages to officers, as job handlers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.notices.commands.notify_applicant import NotifyApplicant
from casework.notices.commands.record_notice import RecordNotice
from casework.notices.new_notices import MAIL_CASE_MESSAGE, MAIL_WITHDRAWAL, SEND_NOTICE
from casework.notices.parts import NoticeParts
from casework.notices.ports import ShortMessage
from casework.notices.queries.message_readers import MessageReaders
from casework.notices.queries.notice_to_send import NoticeToSend
from casework.notices.queries.withdrawal_mails import WithdrawalMails
from engine.jobs.staff_mails import queue_mails
from engine.jobs.step_context import StepContext
from engine.model.actor import SYSTEM
from engine.model.errors import AddressRefused, InvalidState
from engine.model.ports import Mail
from engine.sdk import described, job_handler


@dataclass(frozen=True, kw_only=True)
class ApplicantText:
    """`subject`: a few words; `text`: sentences; no personal data."""

    subject: Any = described("Judul")
    text: Any = described("Isi", hint="Tanpa data pribadi.")


@job_handler(
    "alur:notify-applicant",
    queue="notify",
    label="Beri tahu pemohon",
    summary="Surel dan pesan pendek kepada pemohon, dengan tautan ke halaman lacak.",
)
def notify_applicant(context: StepContext, notice: ApplicantText) -> None:
    for name in ("subject", "text"):
        if not isinstance(getattr(notice, name), str):
            raise InvalidState(f"Expected the input '{name}' as a text, but it is missing.")
    lease = context.lease
    command = NotifyApplicant(instance=lease.instance, job=lease.job, subject=notice.subject, text=notice.text)
    context.engine.execute(command, actor=SYSTEM)


@dataclass(frozen=True, kw_only=True)
class WaitingNotice:
    notice: str


@job_handler(SEND_NOTICE, queue="notify", for_diagrams=False)
def send_notice(context: StepContext, waiting: WaitingNotice) -> None:
    engine, identifier = context.engine, UUID(waiting.notice)
    notice = engine.ask(NoticeToSend(notice=identifier), actor=SYSTEM)
    if notice is None:
        return
    failed = None
    try:
        if notice.channel == "phone":
            messenger = engine.platform.part(NoticeParts).messenger
            messenger.send(ShortMessage(to=notice.address, text=notice.text), key=str(identifier))
        else:
            engine.platform.notifier.send(Mail(to=notice.address, subject=notice.subject, text=notice.text), key=str(identifier))
    except AddressRefused:
        failed = "refused"
    engine.execute(RecordNotice(notice=identifier, failed=failed), actor=SYSTEM)


@dataclass(frozen=True, kw_only=True)
class MessageMail:
    """`person`: the recipient of this job; empty: every recipient gets a job."""

    person: str = ""


@job_handler(MAIL_CASE_MESSAGE, queue="notify", for_diagrams=False)
def mail_case_message(context: StepContext, wanted: MessageMail) -> None:
    mails = context.engine.ask(MessageReaders(case=context.lease.instance), actor=SYSTEM)
    if not wanted.person:
        queue_mails(context, MAIL_CASE_MESSAGE, [person for _mail, person in mails], {})
        return
    for mail, person in mails:
        if str(person) == wanted.person:
            context.engine.platform.notifier.send(mail, key=str(context.lease.job))


@dataclass(frozen=True, kw_only=True)
class WithdrawalMail:
    """`positions`: ids, in one text; `person`: the recipient of this job, empty: every recipient gets a job."""

    positions: str
    person: str = ""


@job_handler(MAIL_WITHDRAWAL, queue="notify", for_diagrams=False)
def mail_withdrawal(context: StepContext, wanted: WithdrawalMail) -> None:
    positions = tuple(UUID(position) for position in wanted.positions.split())
    mails = context.engine.ask(WithdrawalMails(case=context.lease.instance, positions=positions), actor=SYSTEM)
    if not wanted.person:
        queue_mails(context, MAIL_WITHDRAWAL, [person for _mail, person in mails], {"positions": wanted.positions})
        return
    for mail, person in mails:
        if str(person) == wanted.person:
            context.engine.platform.notifier.send(mail, key=str(context.lease.job))
