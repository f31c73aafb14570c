"""Shows an applicant what they sent, and gives their files back."""

from __future__ import annotations

import io
from uuid import UUID

from flask import make_response, render_template, send_file, url_for
from werkzeug.wrappers import Response

from casework.documents.document_files import StoredFile
from casework.tracking.queries.own_answers import OwnAnswers, OwnFile
from casework.tracking.queries.tracking import Receipt
from webui.access import public
from webui.limits import rate_limit
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask
from webui.portal.tracking.track import pass_of_opened_case
from webui.rendering.answer_rows import answers_of_application


@blueprint.get("/lacak/<int:place>/jawaban")
@public
def answers_tracked(place: int) -> Response:
    return _page(pass_of_opened_case(place), place=place, token="", back=url_for("portal.tracking_page", place=place))


@blueprint.get("/tanda-terima/<token>/jawaban")
@public
def answers_received(token: str) -> Response:
    back = url_for("portal.open_tracking_page", token=token)
    return _page(ask(Receipt(token=token)).case_pass, place=None, token=token, back=back)


@blueprint.get("/lacak/<int:place>/jawaban/<uuid:document>")
@public
@rate_limit("600 per hour", reads=True)
def own_file_tracked(place: int, document: UUID) -> Response:
    return _file(pass_of_opened_case(place), document)


@blueprint.get("/tanda-terima/<token>/jawaban/<uuid:document>")
@public
@rate_limit("600 per hour", reads=True)
def own_file_received(token: str, document: UUID) -> Response:
    return _file(ask(Receipt(token=token)).case_pass, document)


def _page(case_pass: str, *, place: int | None, token: str, back: str) -> Response:
    view = ask(OwnAnswers(case_pass=case_pass))
    parts = answers_of_application(view.application, view.time).parts
    response = make_response(render_template("portal/own_answers.html", view=view, parts=parts, place=place, token=token, back=back))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _file(case_pass: str, document: UUID) -> Response:
    file: StoredFile = ask(OwnFile(case_pass=case_pass, document=document))
    response = send_file(io.BytesIO(file.content()), mimetype=file.view.media_type, as_attachment=True, download_name=file.view.name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
