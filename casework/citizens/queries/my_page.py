"""Reads the content of a citizen's account: cases, steps that wait for the citizen, and drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import load_only

from casework.accounts.own_account import account_of_actor
from casework.applications.applicant_tasks import waiting_tasks
from casework.applications.tables import Application, ApplicationDraft
from casework.documents.tables import IssuedDocument
from casework.milestones.tables import Milestone
from casework.payments.bill_views import bills_of
from casework.services.open_services import open_services
from casework.services.service import Service, Stage, service_of
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.instances import ProcessInstance

#: cases on the page, the newest; older ones are found by their number
MAX_CASES = 50
Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class MyCase:
    number: str
    service: Service
    texts: Texts
    submitted_at: datetime
    active: bool
    stage: Stage
    #: the applicant's open work: waiting steps and open bills
    owed: int
    documents: int


@dataclass(frozen=True, kw_only=True)
class MyDraft:
    id: UUID
    service: Service
    texts: Texts
    saved_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class MyPageView:
    #: those that wait for the applicant first, then the newest
    cases: Sequence[MyCase]
    drafts: Sequence[MyDraft]


@dataclass(frozen=True, kw_only=True)
class MyPage(Query):
    """Raises NotFound for an actor without a citizen's account."""

    permission: ClassVar[str] = "person"

    def run(self, context: QueryContext) -> MyPageView:
        person = account_of_actor(context)
        rows = select(Application).where(Application.person_id == person.id).order_by(Application.submitted_at.desc()).limit(MAX_CASES)
        cases = [case for row in context.session.scalars(rows) if (case := _case(context, row))]
        cases.sort(key=lambda case: (not case.owed, not case.active))
        return MyPageView(cases=cases, drafts=_drafts(context, person.id))


def _case(context: QueryContext, row: Application) -> MyCase | None:
    columns = load_only(ProcessInstance.id, ProcessInstance.definition_id, ProcessInstance.process_key, ProcessInstance.status)
    instance = context.session.get_one(ProcessInstance, row.instance_id, options=[columns])
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    service = service_of(loaded.manifest, instance.process_key)
    if service is None:
        return None
    reached = select(Milestone.stage).where(Milestone.instance_id == row.instance_id).order_by(Milestone.reached_at.desc()).limit(1)
    signed = select(IssuedDocument.document_id).where(
        IssuedDocument.instance_id == row.instance_id, IssuedDocument.signed_at.is_not(None), IssuedDocument.revoked_at.is_(None)
    )
    bills = [bill for bill in bills_of(context, row.instance_id) if bill.status == "OPEN"]
    return MyCase(
        number=row.number,
        service=service,
        texts=loaded.texts,
        submitted_at=row.submitted_at,
        active=instance.status == "ACTIVE",
        stage=service.stage(context.session.scalars(reached).first() or "") or service.stages[0],
        owed=len(waiting_tasks(context, row.instance_id)) + len(bills),
        documents=len(context.session.scalars(signed).all()),
    )


def _drafts(context: QueryContext, person: UUID) -> list[MyDraft]:
    """Returns the drafts for services that are still offered."""
    offered = {service.key: (service, loaded.texts) for loaded, service in open_services(context)}
    rows = context.session.scalars(
        select(ApplicationDraft)
        .where(
            ApplicationDraft.person_id == person,
            ApplicationDraft.sent_at.is_(None),
            ApplicationDraft.task_id.is_(None),
            ApplicationDraft.expires_at > context.now,
        )
        .order_by(ApplicationDraft.saved_at.desc())
    )
    return [
        MyDraft(id=row.id, service=service, texts=texts, saved_at=row.saved_at, expires_at=row.expires_at)
        for row in rows
        if row.service in offered
        for service, texts in [offered[row.service]]
    ]
