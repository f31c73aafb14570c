"""Shows all answers for review, each with a link to its page, and submits them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.applications.commands.submit_application import SubmitApplication
from casework.applications.drafts import version_of
from casework.applications.queries.application_form import ApplicationForm, ApplicationView
from engine.model.errors import FormRejected
from webui.access import public
from webui.i18n import language
from webui.limits import rate_limit
from webui.portal.applying.apply import check_all
from webui.portal.applying.attachments import look
from webui.portal.applying.draft_cookie import draft_token
from webui.portal.applying.pages import Page, pages_of
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask, execute
from webui.rendering.answer_rows import AnswerRow, answer_rows
from webui.tasklist.answers import VERSION, file_views


@blueprint.get("/permohonan/<uuid:draft>/periksa")
@public
def review(draft: UUID) -> str | Response:
    view = ask(ApplicationForm(draft=draft, token=draft_token(draft)))
    if view.receipt:
        return redirect(url_for("portal.receipt", token=view.receipt))
    return _page(view)


@blueprint.post("/permohonan/<uuid:draft>/periksa")
@public
@rate_limit("600 per hour")
def submit(draft: UUID) -> Response | tuple[str, int]:
    view = ask(ApplicationForm(draft=draft, token=draft_token(draft)))
    if view.receipt:  # sent twice: there is one receipt
        return redirect(url_for("portal.receipt", token=view.receipt))
    if request.form.get(VERSION, _version(view)) != _version(view):
        return _page(view, changed=True), 409
    if not request.form.get("benar"):
        return _page(view, unsigned=True), 422
    try:
        sent = execute(SubmitApplication(draft=draft, token=draft_token(draft), language=language()))
    except FormRejected:
        return _page(ask(ApplicationForm(draft=draft, token=draft_token(draft)))), 422
    return redirect(url_for("portal.receipt", token=sent["receipt"]))


def _version(view: ApplicationView) -> str:
    return version_of(view.answers, view.answers)


def _page(view: ApplicationView, *, unsigned: bool = False, changed: bool = False) -> str:
    checked = check_all(view, dict(view.answers))
    missing = {error.field for error in checked.errors}
    parts = [(page, _rows(view, page, {**view.answers, **checked.answers}, missing)) for page in pages_of(view)]
    first = next((page.number for page, rows in parts if any(row.missing for row in rows)), None)
    return render_template(
        "portal/review.html", view=view, parts=parts, first_missing=first, unsigned=unsigned, changed=changed, version=_version(view)
    )


def _rows(view: ApplicationView, page: Page, answers: Mapping[str, Any], missing: set[str]) -> list[AnswerRow]:
    """`answers`: as they will count; wrong ones as they were typed."""
    files = file_views(page.schema, answers, partial(look, view.draft))
    return answer_rows(page.schema, texts=view.texts, options=view.options, answers=answers, files=files, time=view.time, missing=missing)
