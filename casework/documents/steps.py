"""Steps that write a document from a template of the package, and draw the pages of a document."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from casework.documents.answers import DRAW_PAGES
from casework.documents.commands.store_rendered_document import StoreRenderedDocument
from casework.documents.decoding.decoder import DECODER
from casework.documents.decoding.page_images import MAX_DRAWN, pages_of
from casework.documents.decoding.refusals import Refused
from casework.documents.parts import DocumentParts
from casework.documents.queries.document_file import DocumentFile
from casework.documents.queries.template_to_render import TemplateToRender
from casework.records.date_times import end_of_day
from casework.subjects.masks import mask_name
from engine.jobs.step_context import StepContext
from engine.model.actor import SYSTEM
from engine.model.errors import InvalidState
from engine.sdk import described, job_handler

#: stands for a page that cannot be drawn within the limits, and says that the file can be downloaded
UNDRAWN = Path(__file__).parent / "decoding" / "undrawn.png"


@dataclass(frozen=True, kw_only=True)
class WantedDocument:
    """`holder`: whom it is issued to; `document`: the one that is rendered again; `signer`: code of the position that signs it."""

    template: Any = described("Nama templat")
    title: Any = described("Judul")
    number: Any = described("Nomor", required=False)
    holder: Any = described("Untuk siapa", required=False)
    data: Any = described("Data untuk templat", "={}")
    valid_to: Any = described("Berlaku sampai", required=False)
    document: Any = described("Dokumen yang ditulis ulang", required=False)
    signer: Any = described("Kode jabatan penanda tangan", required=False)


@dataclass(frozen=True, kw_only=True)
class WrittenDocument:
    document: str = described("Dokumen")
    code: str


@job_handler(
    "alur:render-document", queue="document", label="Tulis dokumen", summary="Dari templat dalam paket menjadi PDF dengan kode periksa."
)
def render_document(context: StepContext, wanted: WantedDocument) -> WrittenDocument:
    engine, lease = context.engine, context.lease
    text = {name: str(getattr(wanted, name) or "") for name in ("template", "title", "number", "holder")}
    if not text["template"] or not text["title"]:
        raise InvalidState("Expected the inputs 'template' and 'title', but one of them is missing.")
    document = UUID(str(wanted.document)) if wanted.document else uuid5(lease.job, "document")
    found = engine.ask(TemplateToRender(job=lease.job, document=document), actor=SYSTEM)
    pdf = engine.platform.part(DocumentParts).renderer.render(found.template, found.data, link=found.link, at=found.now)
    command = StoreRenderedDocument(
        instance=lease.instance,
        document=document,
        title=text["title"],
        number=text["number"],
        holder=mask_name(text["holder"]),
        valid_to=end_of_day(str(wanted.valid_to), engine.platform.zone) if wanted.valid_to else None,
        pages=pages_of(pdf),
        content=pdf,
        words=found.data["words"],
    )
    return WrittenDocument(**engine.execute(command, actor=SYSTEM))


@dataclass(frozen=True, kw_only=True)
class KeptDocument:
    document: str


@job_handler(DRAW_PAGES, queue="document", for_diagrams=False)
def draw(context: StepContext, kept: KeptDocument) -> None:
    file = context.engine.ask(DocumentFile(document=UUID(kept.document)), actor=SYSTEM)
    store = context.engine.platform.part(DocumentParts).documents
    drawn = set()
    with contextlib.suppress(Refused):  # the pages before the one that takes too much are kept
        for page, image in DECODER.run("draw", store.get(file.sha256), media_type=file.media_type):
            store.put_page(file.sha256, page["page"], image)
            drawn.add(page["page"])
    for number in {*range(1, min(file.pages, MAX_DRAWN) + 1)} - drawn:
        store.put_page(file.sha256, number, UNDRAWN.read_bytes())
