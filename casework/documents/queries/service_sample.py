"""Reads what a sample of a service's result prints: the package's own template, with invented words, marked as a sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casework.documents.document_data import LANGUAGE
from casework.documents.parts import DocumentParts
from casework.documents.queries.template_to_render import RenderingInput
from casework.services.open_services import open_service
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.feel.government.wording import day_text
from engine.model.errors import NotFound

#: stands behind each page, below what the template prints
MARK = '#set page(background: rotate(-35deg, text(size: 96pt, weight: "bold", fill: rgb("#e3e8ea"))[CONTOH]))\n'


@dataclass(frozen=True, kw_only=True)
class ServiceSample(Query):
    """Raises NotFound where the service shows none."""

    permission: ClassVar[str] = "public"

    service: str

    def run(self, context: QueryContext) -> RenderingInput:
        loaded, service = open_service(context, self.service)
        template = loaded.templates.get(service.sample.template) if service.sample else None
        if template is None or service.sample is None:
            raise NotFound("Expected a service with a sample of its result, but it has none.")
        link = f"{context.platform.address}/verifikasi"
        data: dict[str, object] = {
            "title": service.sample.title,
            "number": "CONTOH",
            "holder": "",
            "data": {},
            "code": "CONTOH",
            "link": link,
            "trial": True,
            "words": dict(service.sample.words),
            "spelled": {},
            "titles": {},
            "place": context.platform.part(DocumentParts).place,
            "date": day_text(context.today, LANGUAGE),
            "signer": None,
            "basis": [line for line in service.standard.get("legal_basis", ()) if line.strip()],
        }
        return RenderingInput(template=MARK + template, data=data, link=link, now=context.now)
