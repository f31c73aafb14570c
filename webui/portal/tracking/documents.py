"""Sends a case's issued documents to its applicant."""

from __future__ import annotations

import io
from uuid import UUID

from flask import send_file
from werkzeug.wrappers import Response

from casework.documents.document_files import StoredFile
from casework.documents.queries.issued_document import IssuedDocumentContent
from casework.tracking.queries.tracking import Receipt
from webui.access import public
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask
from webui.portal.tracking.track import pass_of_opened_case


@blueprint.get("/lacak/<int:place>/dokumen/<uuid:document>")
@public
def issued_tracked(place: int, document: UUID) -> Response:
    return _file(pass_of_opened_case(place), document)


@blueprint.get("/tanda-terima/<token>/dokumen/<uuid:document>")
@public
def issued_received(token: str, document: UUID) -> Response:
    return _file(ask(Receipt(token=token)).case_pass, document)


def _file(case_pass: str, document: UUID) -> Response:
    file: StoredFile = ask(IssuedDocumentContent(case_pass=case_pass, document=document))
    response = send_file(io.BytesIO(file.content()), mimetype=file.view.media_type, as_attachment=True, download_name=file.view.name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
