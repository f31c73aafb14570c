"""Reads a case for its applicant: number, stages, decision. The state of the case is never loaded."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import load_only

from casework.applications.applicant_tasks import WaitingTask, steps_for_applicant, waiting_in
from casework.applications.contact import contact_of
from casework.applications.reopening import reopening_wait
from casework.applications.tables import Application
from casework.documents.tables import IssuedDocument
from casework.legal_clock.clock import ClockView, begin_clock_view
from casework.milestones.tables import Milestone
from casework.notices.case_messages import MessageView, begin_messages
from casework.notices.message_receivers import begin_handling_unit
from casework.notices.tables import Notice
from casework.payments.bill_views import BillView, begin_bills
from casework.privacy.looks_of_cases import LookView, begin_looks
from casework.records.public_numbers import case_of_pass, hash_token, make_case_pass, pin_index, pin_of
from casework.services.service import Service, Stage, service_of
from casework.subjects.masks import mask_address
from casework.survey.asking import may_answer_now
from casework.tracking.happenings import Stop, TrackedEvent, begin_decisions, begin_stop, happenings
from casework.tracking.withdrawal import begin_may_withdraw
from casework.wording.facts import Fact, begin_facts
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.assignment import begin_unit_names
from engine.model.errors import NotFound
from engine.persistence.tables.instances import ProcessInstance

#: notices that are listed
MAX_NOTICES = 20


@dataclass(frozen=True, kw_only=True)
class StageView:
    stage: Stage
    #: done, now, todo
    state: str
    reached_at: datetime | None
    #: the unit where the case lies in this stage
    unit: str


@dataclass(frozen=True, kw_only=True)
class IssuedView:
    document: UUID
    title: str
    number: str
    code: str
    signed_at: datetime
    revoked: bool


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """`sent_at` is None before the notice is sent; `failed`: the address takes no mail."""

    channel: str
    kind: str
    stage: str
    at: datetime
    sent_at: datetime | None
    failed: bool


@dataclass(frozen=True, kw_only=True)
class TrackingView:
    instance: UUID
    number: str
    service: Service
    texts: Mapping[str, Mapping[str, str]]
    submitted_at: datetime
    #: ACTIVE, COMPLETED, TERMINATED
    status: str
    ended_at: datetime | None
    stages: Sequence[StageView]
    #: public stages, newest first
    history: Sequence[tuple[datetime, Stage]]
    #: all that has happened, newest first
    happenings: Sequence[TrackedEvent]
    #: the end before its time; None: it goes on, or has come to its own end
    stop: Stop | None
    facts: Sequence[Fact]
    clock: ClockView | None
    #: steps that wait for the applicant
    waiting: Sequence[WaitingTask]
    #: the newest first
    bills: Sequence[BillView]
    #: signed, the newest first
    documents: Sequence[IssuedView]
    #: whether its applicant may say how it was
    asked: bool
    #: newest first
    notices: Sequence[NoticeView]
    messages: Sequence[MessageView]
    #: the unit that has the case, or had it last
    handler: str
    #: whether the applicant can reopen it now
    reopenable: bool
    #: whether the applicant can withdraw it now
    withdrawable: bool
    #: channel -> the address, masked
    contact: Mapping[str, str]
    silent: Sequence[str]
    #: whether it lies in somebody's account
    kept: bool
    #: looks at the case, the newest first
    looks: Sequence[LookView]
    #: by which the case is answered
    case_pass: str
    #: shown with the receipt only; empty there too once a new PIN was asked for
    pin: str = ""

    @property
    def now(self) -> StageView | None:
        return next((stage for stage in self.stages if stage.state == "now"), None)


@dataclass(frozen=True, kw_only=True)
class Tracking(Query):
    """Reads by the pass that OpenTracking gave for number and PIN. Raises NotFound."""

    permission: ClassVar[str] = "public"

    case_pass: str

    def run(self, context: QueryContext) -> TrackingView:
        case = case_of_pass(context.platform.vault, self.case_pass)
        found = context.session.execute(_with_case().where(Application.instance_id == case)).first()
        if found is None:
            raise NotFound("Expected an application, but there is none.")
        return tracking_view(context, *found)


@dataclass(frozen=True, kw_only=True)
class Receipt(Query):
    """Reads by the link on the receipt. Raises NotFound."""

    permission: ClassVar[str] = "public"

    token: str

    def run(self, context: QueryContext) -> TrackingView:
        found = context.session.execute(_with_case().where(Application.receipt_hash == hash_token(self.token))).first()
        if found is None:
            raise NotFound("Expected a receipt, but there is none under this address.")
        row, instance = found
        vault = context.platform.vault
        pin = pin_of(vault, self.token)
        known = hmac.compare_digest(pin_index(vault, row.number, pin), row.pin_index)
        return tracking_view(context, row, instance, pin=pin if known else "")


def _with_case() -> Select[Application, ProcessInstance]:
    case = ProcessInstance
    columns = load_only(case.id, case.definition_id, case.process_key, case.status, case.facts, case.ended_at)
    return select(Application, case).join(case, case.id == Application.instance_id).options(columns)


def tracking_view(context: QueryContext, row: Application, instance: ProcessInstance, *, pin: str = "") -> TrackingView:
    """`instance`: of the application. Asks twice: for everything of the case, and for the names in what that says."""
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    service = service_of(loaded.manifest, instance.process_key)
    if service is None:
        raise NotFound("Expected an application for a service, but its package declares none.")
    case, asked = row.instance_id, context.questions
    milestones = select(Milestone.stage, Milestone.reached_at).where(Milestone.instance_id == case).order_by(Milestone.reached_at)
    reached, steps = asked.ask(milestones), asked.ask(steps_for_applicant(case))
    documents, notices = asked.ask(_documents(case)), asked.ask(_notices(case))
    stops, clock = begin_stop(context, case), begin_clock_view(context, case)
    bills, messages = begin_bills(context, case, instance.ended_at), begin_messages(context, case, names=False)
    begin_names = begin_decisions(context, case, loaded, service)
    facts = begin_facts(context, loaded, case, instance.facts, [name for name in service.shown if name in instance.facts])
    handler, looks = begin_handling_unit(context, case), begin_looks(context, [case])
    reopenable = asked.ask(select(exists().where(reopening_wait(case)).label("waits")))
    withdrawable = begin_may_withdraw(context, case, service)
    units = begin_unit_names(asked, [stage.unit for stage in service.stages if stage.unit], context.today)
    decisions, owed, written = begin_names(), bills(), messages()
    known = [(item.reached_at, stage) for item in reached.rows if (stage := service.stage(item.stage))]
    stop = stops() if instance.status == "TERMINATED" else None
    last = service.stages[-1].key if service.stages else None
    return TrackingView(
        instance=case,
        number=row.number,
        service=service,
        texts=loaded.texts,
        submitted_at=row.submitted_at,
        status=instance.status,
        ended_at=instance.ended_at,
        stages=_stages(units(), service, known, instance.status),
        history=known[::-1],
        happenings=happenings(context, loaded, known, steps.rows, decisions(), owed, written, stops()),
        stop=stop,
        facts=facts(),
        clock=clock(),
        waiting=waiting_in(context, steps.rows),
        bills=owed,
        documents=[
            IssuedView(
                document=item.document_id, title=item.title, number=item.number, code=item.code, signed_at=item.signed_at,
                revoked=bool(item.revoked_at),
            )
            for item in documents.rows
        ],
        # of a service that somebody did not wait for nothing can be asked
        asked=may_answer_now(row, instance, any(item.stage == last for item in reached.rows)) and not (stop and stop.withdrawn),
        notices=[
            NoticeView(
                channel=item.channel, kind=item.kind, stage=item.about.get("stage", ""), at=item.created_at, sent_at=item.sent_at,
                failed=bool(item.failed),
            )
            for item in notices.rows
        ],
        messages=written,
        handler=handler(),
        reopenable=bool(reopenable.value),
        withdrawable=instance.status == "ACTIVE" and withdrawable(),
        contact={channel: mask_address(address) for channel, address in contact_of(context.platform.vault, row).items()},
        silent=row.silent,
        kept=row.person_id is not None,
        looks=looks(),
        case_pass=make_case_pass(context.platform.vault, case),
        pin=pin,
    )  # fmt: skip


def _documents(case: UUID) -> Select[*tuple[Any, ...]]:
    issued = IssuedDocument
    columns = (issued.document_id, issued.title, issued.number, issued.code, issued.signed_at, issued.revoked_at)
    return select(*columns).where(issued.instance_id == case, issued.signed_at.is_not(None)).order_by(issued.signed_at.desc())


def _notices(case: UUID) -> Select[*tuple[Any, ...]]:
    columns = (Notice.channel, Notice.kind, Notice.about, Notice.created_at, Notice.sent_at, Notice.failed)
    return select(*columns).where(Notice.instance_id == case).order_by(Notice.created_at.desc()).limit(MAX_NOTICES)


def _stages(units: Mapping[str, str], service: Service, known: Sequence[tuple[datetime, Stage]], status: str) -> list[StageView]:
    """Returns the stages: done are those before the present one, in the service's order, also after the case went back.

    The stage in which a case was stopped or withdrawn was not finished.
    """
    newest = {stage.key: at for at, stage in known}
    now = known[-1][1].key if known else service.stages[0].key
    views, before = [], True
    for stage in service.stages:
        here = stage.key == now
        before = before and not here
        done = before or (here and status == "COMPLETED")
        state = "done" if done and stage.key in newest else "now" if here and status == "ACTIVE" else "todo"
        at = newest.get(stage.key) if state != "todo" else None
        views.append(StageView(stage=stage, state=state, reached_at=at, unit=units.get(stage.unit, "")))
    return views
