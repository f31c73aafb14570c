"""Reads the input of a rendering: the template of the case's own deployment, what it prints, and the link of its QR code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from casework.documents.document_data import Signatory, document_data, signatory_in
from casework.documents.parts import DocumentParts
from casework.records.public_numbers import document_code, group_code
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.instances import Job, ProcessInstance


@dataclass(frozen=True, kw_only=True)
class RenderingInput:
    """`data`: what the template reads as data.json."""

    template: str
    data: Mapping[str, Any]
    link: str
    now: datetime


@dataclass(frozen=True, kw_only=True)
class TemplateToRender(Query):
    """`job`: the step that writes the document, whose inputs it prints. Raises NotFound."""

    permission: ClassVar[str] = "system"

    job: UUID
    document: UUID

    def run(self, context: QueryContext) -> RenderingInput:
        job = context.session.get(Job, self.job)
        if job is None:
            raise NotFound("Expected a step that writes a document, but there is none under this id.")
        return rendering_of(context, job, self.document, signatory_in(context, str(job.variables.get("signer") or "")))


def rendering_of(context: QueryContext, job: Job, document: UUID, signatory: Signatory | None) -> RenderingInput:
    """Raises NotFound."""
    instance = context.session.get_one(ProcessInstance, job.instance_id)
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    name = str(job.variables.get("template") or "")
    template = loaded.templates.get(name)
    if template is None:
        raise NotFound(f"Expected the template '{name}' in the deployment, but it is not there.")
    code = document_code(context.platform.vault, document)
    link = f"{context.platform.address}/verifikasi/{code}"
    signer = context.platform.part(DocumentParts).signer
    given = {key: str(job.variables.get(key) or "") for key in ("title", "number", "holder")}
    data = {
        **given,
        "data": job.variables.get("data"),
        "code": group_code(code),
        "link": link,
        "trial": signer is None or signer.is_test,
        **document_data(context, instance, loaded, job.element_id, job.variables.get("data"), signatory),
    }
    return RenderingInput(template=template, data=data, link=link, now=context.now)
