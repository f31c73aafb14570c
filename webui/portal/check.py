"""All answers once more, each with the way back to its page; then they are sent."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands.submit_application import SubmitApplication
from engine.model.errors import FormRejected
from engine.queries.application_form import ApplicationForm, ApplicationView
from forms.conditions import hidden
from forms.schema import read_form
from webui.access import public
from webui.i18n import translate
from webui.limits import limited
from webui.portal import blueprint
from webui.portal.apply import wrong
from webui.portal.attachments import look
from webui.portal.door import ask, execute
from webui.portal.draft_cookie import held
from webui.portal.pages import Page, pages_of
from webui.rendering.form_view import view_form
from webui.tasklist.answers import file_views


@blueprint.get("/permohonan/<uuid:draft>/periksa")
@public
def check(draft: UUID) -> str | Response:
    view = ask(ApplicationForm(draft=draft, token=held(draft)))
    if view.receipt:
        return redirect(url_for("portal.receipt", token=view.receipt))
    return _page(view)


@blueprint.post("/permohonan/<uuid:draft>/periksa")
@public
@limited("600 per hour")
def submit(draft: UUID) -> Response | tuple[str, int]:
    if not request.form.get("benar"):
        view = ask(ApplicationForm(draft=draft, token=held(draft)))
        return _page(view, unsigned=True), 422
    try:
        sent = execute(SubmitApplication(draft=draft, token=held(draft)))
    except FormRejected:
        return _page(ask(ApplicationForm(draft=draft, token=held(draft)))), 422
    return redirect(url_for("portal.receipt", token=sent["receipt"]))


def _page(view: ApplicationView, *, unsigned: bool = False) -> str:
    missing = {error.field for error in wrong(view, dict(view.answers))}
    parts = [(page, _rows(view, page, missing)) for page in pages_of(view)]
    first = next((page.number for page, rows in parts if any(row["missing"] for row in rows)), None)
    return render_template("portal/check.html", view=view, parts=parts, first_missing=first, unsigned=unsigned)


def _rows(view: ApplicationView, page: Page, missing: set[str]) -> list[dict[str, Any]]:
    """The page's questions with their answers in words, without those that other answers have hidden."""
    form = view_form(page.schema, texts=view.texts, options=view.options, variables=view.answers, typed=view.answers, now=view.now)
    hides = {field.key: field.hide for field in read_form(page.schema).fields}
    found = file_views(page.schema, view.answers, partial(look, view.draft))
    rows = []
    for asked in form.asked:
        question = asked.question
        if question.type == "text" or hidden(hides[question.key], dict(view.answers), view.now):
            continue
        files = found.get(question.key, [])
        value = "" if question.type == "filepicker" else _words(question)
        missed = question.key in missing
        rows.append({"anchor": asked.anchor, "label": question.label, "value": value, "files": files, "missing": missed})
    return rows


def _words(question: Any) -> str:
    value = question.value
    if value in (None, "", []):
        return ""
    if question.options:
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(option.label for option in question.options if option.value in chosen)
    if question.type == "checkbox":
        return translate("Ya") if value in (True, "true", "on") else translate("Tidak")
    return str(value)
