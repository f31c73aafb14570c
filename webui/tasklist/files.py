"""Sends documents: their page images, and the file itself for download."""

from __future__ import annotations

import io
from uuid import UUID

from flask import abort, send_file
from werkzeug.wrappers import Response

from casework.documents.document_files import StoredFile
from casework.documents.queries.document_file import DocumentContent
from webui.access import person
from webui.door import ask
from webui.tasklist.blueprint import blueprint


@blueprint.get("/berkas/<uuid:identifier>")
@person
def download(identifier: UUID) -> Response:
    file: StoredFile = ask(DocumentContent(document=identifier))
    response = send_file(io.BytesIO(file.content()), mimetype=file.view.media_type, as_attachment=True, download_name=file.view.name)
    # a file from a citizen or another institution never runs in our pages
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get("/berkas/<uuid:identifier>/halaman/<int:number>")
@person
def page_image(identifier: UUID, number: int) -> Response:
    file: StoredFile = ask(DocumentContent(document=identifier))
    image = file.page(number)
    if image is None:
        abort(404)
    response = send_file(io.BytesIO(image), mimetype="image/png")
    response.headers["Cache-Control"] = "private, no-store"
    return response
