"""Takes a file as soon as it is chosen, and shows its pages beside the form in which it is described."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from casework.documents.commands.store_document import StoreDocument
from casework.documents.document_files import FileView, StoredFile
from casework.documents.errors import FileRejected, ScannerAway
from casework.documents.file_check import MAX_BYTES, safe_name
from casework.documents.queries.document_file import DocumentContent
from engine.model.errors import FieldError
from webui.access import person
from webui.door import ask, execute
from webui.limits import rate_limit
from webui.rendering.error_text import sentence
from webui.tasklist.answers import file_error
from webui.tasklist.blueprint import blueprint


@blueprint.post("/berkas")
@person
@rate_limit("1000 per hour")
def upload() -> str | tuple[str, int]:
    """Takes one file; answers its row for the page, or the sentence that says what to do instead."""
    sent = request.files.get("berkas")
    if sent is None or not sent.filename:
        abort(400)
    try:
        kept = execute(StoreDocument(file_name=sent.filename, content=sent.read(MAX_BYTES + 1), draw=True))
    except FileRejected as refused:
        # what waits for a decoder is tried again by the page itself
        return sentence(file_error("", refused), ""), 503 if refused.details["reason"] == "BUSY" else 422
    except ScannerAway:
        return sentence(FieldError(field="", code="FILE_SCANNER", values={"name": safe_name(sent.filename)}), ""), 503
    field, number = request.form.get("isian", "")[:100], request.form.get("nomor", "")[:10]
    return render_template("parts/stored_file.html", file=file_beside(UUID(kept["id"])), field=field, number=number)


@blueprint.get("/berkas/<uuid:identifier>/lihat")
@person
def pages_beside(identifier: UUID) -> Response | str:
    """The pages of a file, as a piece of a page."""
    return render_template("parts/beside.html", file=file_beside(identifier))


def file_beside(identifier: UUID) -> FileView:
    """Describes a file with whether its pages can be seen already. Raises NotFound."""
    file: StoredFile = ask(DocumentContent(document=identifier))
    return replace(file.view, drawn=file.page(1) is not None)
