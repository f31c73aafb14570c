"""Reads the input of a rendering: the template of the case's own deployment, and the link of its QR code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from casework.records.public_numbers import document_code, group_code
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class RenderingInput:
    template: str
    code: str
    link: str
    now: datetime


@dataclass(frozen=True, kw_only=True)
class TemplateToRender(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "system"

    instance: UUID
    template: str
    document: UUID

    def run(self, context: QueryContext) -> RenderingInput:
        instance = context.session.get(ProcessInstance, self.instance)
        if instance is None:
            raise NotFound("Expected a case, but there is none under this id.")
        template = context.platform.definitions.get(context.session, instance.definition_id).templates.get(self.template)
        if template is None:
            raise NotFound(f"Expected the template '{self.template}' in the deployment, but it is not there.")
        code = document_code(context.platform.vault, self.document)
        return RenderingInput(
            template=template, code=group_code(code), link=f"{context.platform.address}/verifikasi/{code}", now=context.now
        )
