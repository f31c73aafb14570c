"""Reads all data of a citizen with an account, for reading and for export (UU 27/2022, articles 6, 7 and 13).

The rule: docs/law/personal-data.md#rights
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import func, select

from casework.accounts.addresses import Address, addresses_of
from casework.accounts.own_account import account_of_actor
from casework.applications.application_for_officer import ApplicationForOfficer, application_for_officer
from casework.applications.tables import Application
from casework.documents.document_files import StoredFile
from casework.documents.parts import DocumentParts
from casework.documents.queries.issued_document import IssuedDocumentContent
from casework.privacy.looks_of_cases import LookView, looks_of_cases
from casework.tracking.queries.tracking import TrackingView, tracking_view
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class MyDataView:
    name: str
    since: datetime
    addresses: Sequence[Address]
    cases: int
    looks: Sequence[LookView]


@dataclass(frozen=True, kw_only=True)
class MyData(Query):
    """Raises NotFound for an actor without a citizen's account."""

    permission: ClassVar[str] = "person"

    def run(self, context: QueryContext) -> MyDataView:
        person = account_of_actor(context)
        mine = select(Application.instance_id).where(Application.person_id == person.id)
        assert person.registered_at is not None
        return MyDataView(
            name=person.name,
            since=person.registered_at,
            addresses=addresses_of(context.session, context.platform.vault, person.id),
            cases=context.session.scalars(select(func.count()).select_from(mine.subquery())).one(),
            looks=looks_of_cases(context, context.session.scalars(mine).all()),
        )


@dataclass(frozen=True, kw_only=True)
class MyCaseData:
    tracking: TrackingView
    #: answers and files as they are now; None where the case was erased
    application: ApplicationForOfficer | None
    looks: Sequence[LookView]
    #: uploaded files, then issued documents
    files: Sequence[StoredFile]
    #: when the application was sent: with what its form asked then its answers are shown
    time: EvaluationTime


@dataclass(frozen=True, kw_only=True)
class MyCases(Query):
    """Returns cases with everything that the applicant gave and received, the oldest first, for export. Raises NotFound."""

    permission: ClassVar[str] = "person"

    def run(self, context: QueryContext) -> list[MyCaseData]:
        person = account_of_actor(context)
        rows = context.session.scalars(select(Application).where(Application.person_id == person.id).order_by(Application.submitted_at))
        return [_data(context, row) for row in rows]


def _data(context: QueryContext, row: Application) -> MyCaseData:
    case: UUID = row.instance_id
    nothing: dict[str, Any] = {}
    instance = context.session.get_one(ProcessInstance, case)
    tracking = tracking_view(context, row, instance)
    application = application_for_officer(context, instance, nothing, whole=True)
    store = context.platform.part(DocumentParts).documents
    given = [StoredFile(view=view, store=store) for views in application.files.values() for view in views] if application else []
    issued = [IssuedDocumentContent(case_pass=tracking.case_pass, document=item.document).run(context) for item in tracking.documents]
    return MyCaseData(
        tracking=tracking,
        application=application,
        looks=looks_of_cases(context, [case], None),
        files=[*given, *issued],
        time=context.time_of_view.at(tracking.submitted_at),
    )
