"""Reads the application of a case for an officer's step: its pages, answers and files, and the returned fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.applications.applicant_tasks import FOR_APPLICANT, Return, returns_of
from casework.applications.application_form import application_of
from casework.documents.document_files import FileView, file_view
from casework.documents.tables import Document, DocumentVersion
from casework.subjects.masks import mask_number, mask_numbers_in
from casework.subjects.subject_data import mask_references, reference, reveal_references, sensitive_fields
from engine.core.context import QueryContext
from engine.persistence.tables.instances import ProcessInstance, UserTask

#: a property of a user task: whoever does it reads the application
SHOWS = "application"


@dataclass(frozen=True, kw_only=True)
class ApplicationForOfficer:
    number: str
    form: Mapping[str, Any]
    texts: Mapping[str, Mapping[str, str]]
    values: Mapping[str, Any]
    files: Mapping[str, Sequence[FileView]]
    #: fields that came back in this case, with the newest reason of each
    returned: Mapping[str, Return]


def application_for_officer(
    context: QueryContext, instance: ProcessInstance, variables: Mapping[str, Any], *, whole: bool = False
) -> ApplicationForOfficer | None:
    """`variables`: those of the step, which hold corrections that the calling case does not have yet.

    `whole`: without masks, for the applicant.
    """
    application = application_of(context, instance.root_id)
    if application is None:
        return None
    keys = [str(item["key"]) for item in application.fields]
    values = {key: variables.get(key, application.values.get(key)) for key in keys}
    if whole:
        values = reveal_references(context, instance.root_id, values)
    else:
        # cases from before a field was sensitive hold its answer itself
        sensitive = sensitive_fields(application.form)
        values = {key: _masked(value) if key in sensitive else _masked_inside(value) for key, value in values.items()}
        values = mask_references(context, instance.root_id, values)
    picked = {str(item["key"]) for item in application.fields if context.platform.forms.traits(item).documents}
    return ApplicationForOfficer(
        number=application.number,
        form=application.form,
        texts=application.loaded.texts,
        values=values,
        files={key: _files(context, instance.root_id, values[key]) for key in picked},
        returned=_returned(context, instance.root_id),
    )


def _masked(value: Any) -> Any:
    return mask_number(value) if isinstance(value, str) and value and reference(value) is None else value


def _masked_inside(value: Any) -> Any:
    """Of a text in which somebody wrote a number that has a field of its own."""
    return mask_numbers_in(value) if isinstance(value, str) and reference(value) is None else value


def _files(context: QueryContext, case: UUID, value: Any) -> list[FileView]:
    wanted = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
    rows = context.session.execute(
        select(Document, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(Document.instance_id == case)
        .order_by(DocumentVersion.number)
    )
    found = {str(document.id): file_view(document, version) for document, version in rows}
    return [found[text] for text in wanted if text in found]


def _returned(context: QueryContext, case: UUID) -> dict[str, Return]:
    statement = (
        select(UserTask)
        .join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
        .where(ProcessInstance.root_id == case, UserTask.properties.has_key(FOR_APPLICANT))
        .order_by(UserTask.created_at)
    )
    return {item.field: item for task in context.session.scalars(statement) for item in returns_of(task)}
