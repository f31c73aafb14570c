"""Reads a case for its applicant: number, stages, decision. The state of the case is never loaded."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import load_only

from casework.applications.applicant_tasks import WaitingTask, waiting_tasks
from casework.applications.contact import contact_of
from casework.applications.reopening import may_reopen
from casework.applications.tables import Application
from casework.documents.tables import IssuedDocument
from casework.legal_clock.clock import ClockView, clock_view
from casework.milestones.tables import Milestone
from casework.notices.case_messages import MessageView, messages_of
from casework.notices.message_receivers import handling_unit
from casework.notices.tables import Notice
from casework.payments.bill_views import BillView, bills_of
from casework.privacy.looks_of_cases import LookView, looks_of_cases
from casework.records.public_numbers import case_of_pass, hash_token, make_case_pass, pin_index, pin_of
from casework.services.service import Service, Stage, service_of
from casework.subjects.masks import mask_address
from casework.survey.asking import may_answer
from casework.tracking.happenings import Stop, TrackedEvent, happenings, stop_of
from casework.tracking.withdrawal import may_withdraw
from casework.wording.facts import Fact, facts_of
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.assignment import unit_named
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
        row = context.session.get(Application, case_of_pass(context.platform.vault, self.case_pass))
        if row is None:
            raise NotFound("Expected an application, but there is none.")
        return tracking_view(context, row)


@dataclass(frozen=True, kw_only=True)
class Receipt(Query):
    """Reads by the link on the receipt. Raises NotFound."""

    permission: ClassVar[str] = "public"

    token: str

    def run(self, context: QueryContext) -> TrackingView:
        row = context.session.scalars(select(Application).where(Application.receipt_hash == hash_token(self.token))).first()
        if row is None:
            raise NotFound("Expected a receipt, but there is none under this address.")
        vault = context.platform.vault
        pin = pin_of(vault, self.token)
        return tracking_view(context, row, pin=pin if hmac.compare_digest(pin_index(vault, row.number, pin), row.pin_index) else "")


def tracking_view(context: QueryContext, row: Application, *, pin: str = "") -> TrackingView:
    case = ProcessInstance
    columns = load_only(case.id, case.definition_id, case.process_key, case.status, case.facts, case.ended_at)
    instance = context.session.scalars(select(case).where(case.id == row.instance_id).options(columns)).one()
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    service = service_of(loaded.manifest, instance.process_key)
    if service is None:
        raise NotFound("Expected an application for a service, but its package declares none.")
    reached = context.session.execute(
        select(Milestone.stage, Milestone.reached_at).where(Milestone.instance_id == row.instance_id).order_by(Milestone.reached_at)
    ).all()
    known = [(item.reached_at, stage) for item in reached if (stage := service.stage(item.stage))]
    shown = [name for name in service.shown if name in instance.facts]
    stop = stop_of(context, row.instance_id) if instance.status == "TERMINATED" else None
    bills, messages = bills_of(context, row.instance_id), messages_of(context, row.instance_id, names=False)
    return TrackingView(
        instance=row.instance_id,
        number=row.number,
        service=service,
        texts=loaded.texts,
        submitted_at=row.submitted_at,
        status=instance.status,
        ended_at=instance.ended_at,
        stages=_stages(context, service, known, instance.status),
        history=known[::-1],
        happenings=happenings(context, row.instance_id, loaded, service, known, bills, messages),
        stop=stop,
        facts=facts_of(context, loaded, row.instance_id, instance.facts, shown),
        clock=clock_view(context, row.instance_id),
        waiting=waiting_tasks(context, row.instance_id),
        bills=bills,
        documents=_documents(context, row.instance_id),
        # of a service that somebody did not wait for nothing can be asked
        asked=may_answer(context, row) and not (stop and stop.withdrawn),
        notices=_notices(context, row.instance_id),
        messages=messages,
        handler=handling_unit(context, row.instance_id),
        reopenable=may_reopen(context, row.instance_id),
        withdrawable=instance.status == "ACTIVE" and may_withdraw(context, row.instance_id, service),
        contact={channel: mask_address(address) for channel, address in contact_of(context.platform.vault, row).items()},
        silent=row.silent,
        kept=row.person_id is not None,
        looks=looks_of_cases(context, [row.instance_id]),
        case_pass=make_case_pass(context.platform.vault, row.instance_id),
        pin=pin,
    )


def _documents(context: QueryContext, case: UUID) -> list[IssuedView]:
    signed = select(IssuedDocument).where(IssuedDocument.instance_id == case, IssuedDocument.signed_at.is_not(None))
    return [
        IssuedView(
            document=row.document_id,
            title=row.title,
            number=row.number,
            code=row.code,
            signed_at=row.signed_at,
            revoked=bool(row.revoked_at),
        )
        for row in context.session.scalars(signed.order_by(IssuedDocument.signed_at.desc()))
        if row.signed_at
    ]


def _notices(context: QueryContext, case: UUID) -> list[NoticeView]:
    rows = context.session.scalars(select(Notice).where(Notice.instance_id == case).order_by(Notice.created_at.desc()).limit(MAX_NOTICES))
    return [
        NoticeView(
            channel=row.channel,
            kind=row.kind,
            stage=row.about.get("stage", ""),
            at=row.created_at,
            sent_at=row.sent_at,
            failed=bool(row.failed),
        )
        for row in rows
    ]


def _stages(context: QueryContext, service: Service, known: Sequence[tuple[datetime, Stage]], status: str) -> list[StageView]:
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
        unit = unit_named(context.session, stage.unit, context.today) if stage.unit else None
        at = newest.get(stage.key) if state != "todo" else None
        views.append(StageView(stage=stage, state=state, reached_at=at, unit=unit.name if unit else ""))
    return views
