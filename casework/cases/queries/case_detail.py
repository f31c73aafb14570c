"""Reads a case for an actor who may see it: facts, documents, where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.applications.tables import Application
from casework.documents.document_files import FileView, file_view
from casework.documents.parts import DocumentParts
from casework.documents.tables import Document, DocumentVersion
from casework.legal_clock.clock import ClockView, clock_view
from casework.notices.case_messages import MessageView, messages_of
from casework.privacy.holds import standing_hold
from casework.privacy.looks_of_cases import ReaderView, readers_of_case
from casework.subjects.masked_values import MaskedValueView, masked_values_of
from casework.wording.facts import Fact, facts_of
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.core.looks import Look
from engine.core.query import Query
from engine.core.receivers.operators import CaseTrouble, case_trouble
from engine.identity.access import may_see, visible_instance
from engine.persistence.tables.instances import ProcessInstance, UserTask


@dataclass(frozen=True, kw_only=True)
class CaseView:
    id: UUID
    root: UUID
    parent: UUID | None
    process: str
    version: int
    title: str
    business_key: str | None
    #: its package gives its cases a number
    numbered: bool
    status: str
    confidential: bool
    restricted: bool
    #: of a confidential or restricted case: who opened it, the newest first
    readers: list[ReaderView]
    started_at: datetime
    ended_at: datetime | None
    facts: list[Fact]
    #: the primary document, whose pages are shown first
    document: FileView | None
    documents: list[FileView]
    #: open tasks of the case: (element, due, since)
    open_tasks: list[tuple[str, datetime | None, datetime]]
    trouble: CaseTrouble
    #: why nothing of the case is erased or handed over; None: it is not held
    hold: str | None
    clock: ClockView | None
    #: with the applicant; None where nobody applied for the case
    messages: list[MessageView] | None
    #: separately stored values, masked
    secrets: list[MaskedValueView]
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class CaseDetail(Query):
    """Raises NotFound, the same for a hidden case and for none."""

    permission: ClassVar[str] = "person"

    instance: UUID

    def run(self, context: QueryContext) -> CaseView:
        instance = visible_instance(context.session, context.actor, self.instance, context.now)
        context.looks.append(Look(case=instance.root_id, kind="case"))
        return case_view(context, instance)


def case_view(context: QueryContext, instance: ProcessInstance) -> CaseView:
    session = context.session
    loaded = context.platform.definitions.get(session, instance.definition_id)
    primary = instance.facts.get(loaded.manifest.case(instance.process_key).document)
    documents = _documents(context, instance, loaded)
    tasks = session.scalars(select(UserTask).where(UserTask.instance_id == instance.id, UserTask.status == "OPEN"))
    return CaseView(
        id=instance.id,
        root=instance.root_id,
        parent=instance.parent_id,
        process=instance.process_key,
        version=loaded.version,
        title=instance.title,
        business_key=instance.business_key,
        numbered=bool(loaded.manifest.case(instance.process_key).business_key),
        status=instance.status,
        confidential=instance.confidential,
        restricted=instance.restricted,
        readers=readers_of_case(context, instance.root_id) if instance.confidential or instance.restricted else [],
        started_at=instance.started_at,
        ended_at=instance.ended_at,
        facts=facts_of(context, loaded, instance.root_id, instance.facts, loaded.manifest.case(instance.process_key).facts),
        document=_with_pages(context, documents.get(_first(primary))),
        documents=list(documents.values()),
        open_tasks=[(task.element_id, task.due_at, task.created_at) for task in tasks],
        trouble=case_trouble(session, instance.id),
        hold=hold.reason if (hold := standing_hold(context, instance.root_id)) is not None else None,
        clock=clock_view(context, instance.root_id),
        messages=_messages(context, instance),
        secrets=masked_values_of(context, instance.root_id),
        texts=loaded.texts,
    )


def _messages(context: QueryContext, instance: ProcessInstance) -> list[MessageView] | None:
    applied = context.session.get(Application, instance.root_id) is not None
    return messages_of(context, instance.root_id, names=True) if applied else None


def _documents(context: QueryContext, instance: ProcessInstance, loaded: Loaded) -> dict[str, FileView]:
    """Returns documents of the case and those that its facts name, as far as the actor may see them."""
    named = {str(item) for value in instance.facts.values() for item in _texts(value)}
    ids = []
    for text in named:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    rows = context.session.execute(
        select(Document, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where((Document.instance_id == instance.id) | Document.id.in_(ids), may_see(context.actor, Document.instance_id, context.now))
        .order_by(Document.created_at, DocumentVersion.number)
    ).all()
    return {str(document.id): file_view(document, version) for document, version in rows}


def _with_pages(context: QueryContext, document: FileView | None) -> FileView | None:
    """Counts the pages of documents. A worker draws them soon after the upload; until then there is the file only."""
    return document and replace(document, drawn=context.platform.part(DocumentParts).documents.page(document.sha256, 1) is not None)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if len(value) == 36 else []
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []


def _first(value: Any) -> str:
    return str(value[0] if isinstance(value, list) and value else value)
