"""Sends mails about incidents and findings to operators: one job for each of them."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from uuid import UUID

import structlog

from engine.commands.receivers.record_operator_mail import RecordOperatorMail
from engine.core.job_rows import TELL_OPERATORS
from engine.jobs.step_context import StepContext
from engine.model.actor import SYSTEM
from engine.model.errors import AddressRefused
from engine.queries.receivers.operator_mail_text import OperatorMailText
from engine.sdk import job_handler

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class OperatorToTell:
    mail: str
    person: str


@job_handler(TELL_OPERATORS, queue="notify", for_diagrams=False)
def tell_operator(context: StepContext, told: OperatorToTell) -> None:
    """A mail that never goes out raises no incident: that would be the next mail's content."""
    engine, identifier = context.engine, UUID(told.mail)
    mail = engine.ask(OperatorMailText(mail=identifier, person=UUID(told.person)), actor=SYSTEM)
    sent = True
    try:
        if mail is not None:
            engine.platform.notifier.send(mail, key=str(context.lease.job))
    except AddressRefused:
        log.error("an operator's mailbox takes no mail", person=told.person)
        sent = False
    except (OSError, smtplib.SMTPException):
        if not context.lease.last:
            raise
        log.error("operators could not be told of incidents: the mail server does not answer")
        sent = False
    if mail is not None:
        engine.execute(RecordOperatorMail(mail=identifier, sent=sent), actor=SYSTEM)
