"""Takes files of an application: one by one as they are chosen (with JavaScript) or with their page, and shows them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import abort, render_template, request, send_file
from werkzeug.wrappers import Response

from casework.applications.commands.store_attachment import StoreAttachment
from casework.applications.queries.attachment import Attachment, AttachmentContent
from casework.documents.document_files import FileView, StoredFile
from casework.documents.errors import FileRejected, ScannerAway
from casework.documents.file_check import MAX_BYTES_FROM_GUEST, safe_name
from engine.model.errors import FieldError
from webui.access import public
from webui.limits import rate_limit
from webui.portal.applying.draft_cookie import draft_token
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask, execute
from webui.rendering.error_text import sentence
from webui.tasklist.answers import file_error


def attach(draft: UUID, name: str, content: bytes) -> Mapping[str, Any]:
    """Stores a file. Raises FileRejected."""
    return execute(StoreAttachment(draft=draft, token=draft_token(draft), file_name=name, content=content))


def look(draft: UUID, document: UUID) -> FileView:
    """Shows a file. Raises NotFound."""
    view: FileView = ask(Attachment(draft=draft, token=draft_token(draft), document=document))
    return view


@blueprint.post("/permohonan/<uuid:draft>/berkas")
@public
@rate_limit("1000 per hour")
@rate_limit("300 per hour", of="draft")
def upload(draft: UUID) -> str | tuple[str, int]:
    """Takes one file; answers its row for the page, or the sentence that says what to do instead."""
    sent = request.files.get("berkas")
    if sent is None or not sent.filename:
        abort(400)
    try:
        kept = attach(draft, sent.filename, sent.read(MAX_BYTES_FROM_GUEST + 1))
    except FileRejected as refused:
        # what waits for a decoder is tried again by the page itself
        return sentence(file_error("", refused), ""), 503 if refused.details["reason"] == "BUSY" else 422
    except ScannerAway:
        return sentence(FieldError(field="", code="FILE_SCANNER", values={"name": safe_name(sent.filename)}), ""), 503
    field, number = request.form.get("isian", "")[:100], request.form.get("nomor", "")[:10]
    return render_template("portal/attached.html", file=look(draft, UUID(kept["id"])), field=field, number=number, draft=draft)


@blueprint.get("/permohonan/<uuid:draft>/berkas/<uuid:document>")
@public
def attachment(draft: UUID, document: UUID) -> Response:
    file: StoredFile = ask(AttachmentContent(draft=draft, token=draft_token(draft), document=document))
    picture, name = file.view.media_type.startswith("image/"), file.view.name
    response = send_file(io.BytesIO(file.content()), mimetype=file.view.media_type, as_attachment=not picture, download_name=name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
