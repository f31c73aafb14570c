"""Reads for an applicant what they sent: the answers as they are now, sensitive ones masked, and the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.applications.application_for_officer import ApplicationForOfficer, application_for_officer
from casework.applications.tables import Application
from casework.documents.document_files import StoredFile
from casework.documents.parts import DocumentParts
from casework.records.public_numbers import case_of_pass
from casework.services.service import Service, service_of
from casework.wording.package_texts import Texts
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import NotFound
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class OwnAnswersView:
    number: str
    service: Service
    texts: Texts
    application: ApplicationForOfficer
    #: when it was sent: with what its form asked then its answers are shown
    time: EvaluationTime


@dataclass(frozen=True, kw_only=True)
class OwnAnswers(Query):
    """Raises NotFound, also for a case whose answers the law has erased."""

    permission: ClassVar[str] = "public"

    case_pass: str

    def run(self, context: QueryContext) -> OwnAnswersView:
        case = case_of_pass(context.platform.vault, self.case_pass)
        row = context.session.get(Application, case)
        instance = context.session.get(ProcessInstance, case) if row else None
        if row is None or instance is None:
            raise NotFound("Expected an application, but there is none.")
        service = service_of(context.platform.definitions.get(context.session, instance.definition_id).manifest, instance.process_key)
        application = application_for_officer(context, instance, {})
        if application is None or service is None:
            raise NotFound("Expected an application with its answers, but there is none.")
        time = context.time_of_view.at(row.submitted_at)
        return OwnAnswersView(number=row.number, service=service, texts=application.texts, application=application, time=time)


@dataclass(frozen=True, kw_only=True)
class OwnFile(Query):
    """Answers a file that the applicant sent. Raises NotFound for every other document."""

    permission: ClassVar[str] = "public"

    case_pass: str
    document: UUID

    def run(self, context: QueryContext) -> StoredFile:
        application = OwnAnswers(case_pass=self.case_pass).run(context).application
        for views in application.files.values():
            for view in views:
                if view.document == self.document:
                    return StoredFile(view=view, store=context.platform.part(DocumentParts).documents)
        raise NotFound("Expected a file that you sent, but there is none under this address.")
