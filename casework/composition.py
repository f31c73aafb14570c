"""Lists casework's additions to the engine in their fixed order: hooks, sections of process.toml, checks, steps, clock rounds."""

from __future__ import annotations

from collections.abc import Iterator

import structlog

from casework.accounts.commands.forget_codes import ForgetCodes
from casework.applications.commands.forget_drafts import ForgetDrafts
from casework.applications.returnable import returnable_fields
from casework.applications.variables import application_variables, is_begun_by_service
from casework.deliveries import steps as delivery_steps
from casework.deliveries.manifest import AnswerRule, check_answers
from casework.deliveries.mark_returned import mark_returned_delivery
from casework.documents import steps as document_steps
from casework.documents.answers import DocumentAnswers
from casework.documents.parts import DocumentParts
from casework.documents.signing import SignedSteps
from casework.documents.sweep_files import sweep_files
from casework.figures.count_figures import count_figures
from casework.legal_clock.clock import BEYOND_CALENDAR
from casework.legal_clock.commands.send_legal_clock_messages import SendLegalClockMessages
from casework.legal_clock.hooks import LegalClockTurns, recount_clocks, resolve_clock_incident, resolve_uncounted
from casework.legal_clock.queries.due_clocks import DueClocks
from casework.mail.commands.forget_mails import ForgetMails
from casework.milestones.stages import PublicStages
from casework.notices import steps as notice_steps
from casework.notices.applicant_steps import ApplicantSteps
from casework.notices.mark_returned import mark_returned_notice
from casework.notices.message_receivers import MessageReceivers
from casework.payments import steps as payment_steps
from casework.payments.bill_receivers import BillReceivers
from casework.payments.bill_words import bill_words
from casework.payments.commands.expire_bill import ExpireBill
from casework.payments.payment_words import payment_words
from casework.payments.queries.due_bills import DueBills
from casework.payments.reconcile import reconcile_yesterday
from casework.privacy.act_on_retention import act_on_retention
from casework.privacy.record_looks import CitizensLooks
from casework.records import steps as record_steps
from casework.records.job_tools import RecordTools
from casework.records.manifest import Register, Series, check_fields_against_cases, check_registers
from casework.records.register_entries import RegisterEntries
from casework.registries import steps as registry_steps
from casework.services.service import Service
from casework.services.service_checks import check_services
from casework.subjects.answers import SubjectAnswers
from casework.subjects.masked_titles import MaskedTitles
from casework.wording.raw_values import check_raw_values
from engine.commands.people.forget_expired_forms import ForgetExpiredForms
from engine.core.command import Command
from engine.core.engine import Engine
from engine.core.hooks import Hooks
from engine.jobs import operator_mails, staff_mails
from engine.jobs import steps as engine_steps
from engine.jobs.calendar_mails import remind_of_calendar
from engine.jobs.housekeeping import PERIOD_SECONDS
from engine.jobs.step_context import steps_in
from engine.jobs.substitution_mails import tell_superiors
from engine.model.actor import SYSTEM
from engine.model.ports import OptionSource
from engine.packages.rules import PackageRules
from forms.answer_types import answers_of
from forms.lint import lint_form

#: from this share of the disk on, operators are told while there is still time to add room (docs/how-to/run-on-servers.md)
NEARLY_FULL = 0.85
log = structlog.get_logger()

HOOKS = Hooks(
    turns=(MaskedTitles(), RegisterEntries(), PublicStages(), LegalClockTurns()),
    tasks=(ApplicantSteps(), SignedSteps()),
    answers=(DocumentAnswers(), SubjectAnswers()),
    calendars=(recount_clocks,),
    incidents={"legal_clock": resolve_clock_incident, BEYOND_CALENDAR: resolve_uncounted},
    options={OptionSource.RETURNABLE_FIELDS: returnable_fields},
    reading=CitizensLooks(),
    receivers=(MessageReceivers(), BillReceivers()),
)
RULES = PackageRules(
    sections={"answer": AnswerRule, "register": Register, "service": Service, "series": Series},
    checks=(check_answers, check_registers, check_fields_against_cases, check_services, check_raw_values),
    form_lints=(lint_form,),
    answers_of=answers_of,
    given=application_variables,
    start_is_read=is_begun_by_service,
)
STEPS = steps_in(
    (engine_steps, staff_mails, operator_mails, record_steps, document_steps, delivery_steps, notice_steps, payment_steps, registry_steps)
)
TOOLS = RecordTools()
#: kind of a notice -> its words, where another room than notices raises it
NOTICE_WORDS = {"bill": bill_words, "payment": payment_words}


#: rooms that send mails under keys of their own: a report that one did not arrive reaches them
MAIL_SENDERS = (mark_returned_notice, mark_returned_delivery)


def due_commands(engine: Engine) -> Iterator[Command]:
    yield from (SendLegalClockMessages(case=case) for case in engine.ask(DueClocks(), actor=SYSTEM))
    yield from (ExpireBill(bill=bill) for bill in engine.ask(DueBills(), actor=SYSTEM))


def delete_expired(engine: Engine) -> None:
    """Deletes drafts, codes and files that are no longer needed."""
    engine.execute(ForgetDrafts(), actor=SYSTEM)
    engine.execute(ForgetCodes(), actor=SYSTEM)
    engine.execute(ForgetExpiredForms(), actor=SYSTEM)
    engine.execute(ForgetMails(), actor=SYSTEM)
    if swept := sweep_files(engine, every=PERIOD_SECONDS):
        log.info("files that no document names deleted", count=swept)


def watch_disk(engine: Engine) -> None:
    if (used := engine.platform.part(DocumentParts).documents.used()) >= NEARLY_FULL:
        log.error("the disk of the documents is nearly full", used=round(used, 3))


CHORES = (delete_expired, reconcile_yesterday, count_figures, watch_disk, remind_of_calendar, tell_superiors, act_on_retention)
