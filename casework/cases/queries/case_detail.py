"""Reads a case for an actor who may see it: facts, documents, where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, any_, bindparam, or_, select

from casework.applications.tables import Application
from casework.deliveries.correspondence import Correspondence, begin_correspondence
from casework.documents.document_files import FILE_COLUMNS, FileView, file_view
from casework.documents.parts import DocumentParts
from casework.documents.tables import Document, DocumentVersion
from casework.legal_clock.clock import ClockView, begin_clock_view
from casework.mail.returned_mails import ReturnedMailView, begin_returned_mails
from casework.notices.case_messages import MessageView, begin_messages
from casework.privacy.holds import begin_hold_reason
from casework.privacy.looks_of_cases import ReaderView, readers_of_case
from casework.subjects.masked_values import MaskedValueView, begin_masked_values
from casework.wording.facts import Fact, begin_facts
from engine.core.context import QueryContext
from engine.core.looks import Look
from engine.core.query import Query
from engine.core.receivers.operators import CaseTrouble, begin_case_trouble
from engine.identity.access import access_values, bound_may_see, visible_instance
from engine.identity.actor_questions import of_actor
from engine.model.actor import Actor
from engine.persistence.questions import Question
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
    #: mails about the case that did not arrive
    returned: list[ReturnedMailView]
    #: what it sent and where it came from, what it answers and what answers it
    correspondence: Correspondence
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
    return begin_case_view(context, instance)()


def begin_case_view(context: QueryContext, instance: ProcessInstance) -> Callable[[], CaseView]:
    """Asks with the context's other questions; the function that it returns reads the answer."""
    questions, root = context.questions, instance.root_id
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    case = loaded.manifest.case(instance.process_key)
    facts = begin_facts(context, loaded, root, instance.facts, case.facts)
    access = access_values(context.actor, context.now)
    documents = questions.ask(_documents(context.actor), of_instance=instance.id, named=_named_documents(instance), **access)
    tasks = questions.ask(_OPEN_TASKS, of_instance=instance.id)
    trouble, hold = begin_case_trouble(questions, instance.id), begin_hold_reason(questions, root)
    clock, secrets = begin_clock_view(context, root), begin_masked_values(context, root)
    applied = questions.ask(_APPLIED, of_root=root)
    messages = begin_messages(context, root, names=True)
    returned = begin_returned_mails(questions, instance.id)
    correspondence = begin_correspondence(context, instance)

    def read() -> CaseView:
        found = {str(row.id): file_view(row, row) for row in documents.rows}
        return CaseView(
            id=instance.id,
            root=root,
            parent=instance.parent_id,
            process=instance.process_key,
            version=loaded.version,
            title=instance.title,
            business_key=instance.business_key,
            numbered=bool(case.business_key),
            status=instance.status,
            confidential=instance.confidential,
            restricted=instance.restricted,
            readers=readers_of_case(context, root) if instance.confidential or instance.restricted else [],
            started_at=instance.started_at,
            ended_at=instance.ended_at,
            facts=facts(),
            document=_with_pages(context, found.get(_first(instance.facts.get(case.document)))),
            documents=list(found.values()),
            open_tasks=[(task.element_id, task.due_at, task.created_at) for task in tasks.rows],
            trouble=trouble(),
            hold=hold(),
            clock=clock(),
            messages=messages() if applied.first is not None else None,
            returned=returned(),
            correspondence=correspondence(),
            secrets=secrets(),
            texts=loaded.texts,
        )

    return read


_INSTANCE = bindparam("of_instance", type_=Uuid())
_APPLIED = Question(select(Application.instance_id).where(Application.instance_id == bindparam("of_root", type_=Uuid())))
_OPEN_TASKS = Question(
    select(UserTask.element_id, UserTask.due_at, UserTask.created_at).where(UserTask.instance_id == _INSTANCE, UserTask.status == "OPEN")
)


@of_actor
def _documents(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Documents of the case and those that its facts name, as far as the actor may see them."""
    named = Document.id == any_(bindparam("named", type_=ARRAY(Uuid())))
    return (
        select(*FILE_COLUMNS)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(or_(Document.instance_id == _INSTANCE, named), bound_may_see(actor, Document.instance_id))
        .order_by(Document.created_at, DocumentVersion.number)
    )


def _named_documents(instance: ProcessInstance) -> list[UUID]:
    named = {str(item) for value in instance.facts.values() for item in _texts(value)}
    ids = []
    for text in named:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ids


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
