"""Takes the reply of an applicant to an open step: one page asks for returned fields only, and then the case goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.applications.commands.begin_reply import BeginReply
from casework.applications.commands.submit_reply import SubmitReply
from casework.applications.drafts import version_of
from casework.applications.queries.application_form import ApplicationForm, ApplicationView
from casework.documents.document_files import FileView
from casework.tracking.queries.own_answers import OwnAnswers
from casework.tracking.queries.tracking import Receipt
from engine.model.errors import FieldError, FormRejected, InvalidState, NotFound, TaskTaken
from forms.registry import traits_of
from webui.access import public
from webui.limits import rate_limit
from webui.portal.applying.apply import TELLING, asks_reader, autosave_answers, form_errors, needed_fields, store_answers
from webui.portal.applying.attachments import attach, look
from webui.portal.applying.draft_cookie import draft_token, set_draft_cookie
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask, execute
from webui.portal.tracking.track import keep_opened_case, pass_of_opened_case, place_of_opened_case
from webui.rendering.form_view import rows_that_differ, view_form
from webui.tasklist.answers import collect, file_views


@blueprint.post("/lacak/<int:place>/lengkapi/<uuid:task>")
@public
@rate_limit("600 per hour")
def begin_tracked(place: int, task: UUID) -> Response:
    return _begin(pass_of_opened_case(place), task)


@blueprint.post("/tanda-terima/<token>/lengkapi/<uuid:task>")
@public
@rate_limit("600 per hour")
def begin_received(token: str, task: UUID) -> Response:
    return _begin(ask(Receipt(token=token)).case_pass, task)


def _begin(case_pass: str, task: UUID) -> Response:
    begun = execute(BeginReply(case_pass=case_pass, task=task))
    # the reply leads back to it, and to the files that came back
    keep_opened_case(case_pass)
    return set_draft_cookie(redirect(url_for("portal.reply", draft=begun["draft"])), begun["draft"], begun["token"])


@blueprint.get("/permohonan/<uuid:draft>/lengkapi")
@public
def reply(draft: UUID) -> str | tuple[str, int]:
    view = ask(ApplicationForm(draft=draft, token=draft_token(draft)))
    if view.sent:
        return render_template("portal/replied.html", view=view)
    errors = form_errors(view, dict(view.answers)) if TELLING in request.args else ()
    shown = _page(view, errors, typed=view.answers)
    return (shown, 422) if errors else shown


@blueprint.post("/permohonan/<uuid:draft>/lengkapi")
@public
@rate_limit("600 per hour")
def send_reply(draft: UUID) -> str | Response | tuple[str, int]:
    view = ask(ApplicationForm(draft=draft, token=draft_token(draft)))
    if view.sent:
        return redirect(url_for("portal.reply", draft=draft))
    answers, refused = _typed(draft, view)
    try:
        store_answers(draft, answers)
    except InvalidState as refusal:
        if refusal.details.get("reason") != "elsewhere":
            raise
        return _page(view, refused, typed={**view.answers, **answers}, elsewhere=True), 409
    if "nanti" in request.form:
        return render_template("portal/reply_saved.html", view=view)
    view = ask(ApplicationForm(draft=draft, token=draft_token(draft)))
    told = {error.field for error in refused}
    errors = [*refused, *(error for error in form_errors(view, dict(view.answers)) if error.field not in told)]
    if refused:
        return _page(view, errors, typed=view.answers), 422
    if errors:
        return redirect(url_for("portal.reply", draft=draft, salah="ya"), 303)
    try:
        execute(SubmitReply(draft=draft, token=draft_token(draft)))
    except FormRejected as rejected:
        return _page(view, rejected.errors, typed=view.answers), 422
    except TaskTaken:
        return render_template("portal/too_late.html", view=view), 409
    return redirect(url_for("portal.reply", draft=draft))


@blueprint.post("/permohonan/<uuid:draft>/lengkapi/draf")
@public
@rate_limit("20000 per hour")
def autosave_reply(draft: UUID) -> dict[str, Any] | tuple[dict[str, Any], int]:
    return autosave_answers(draft, _typed(draft, ask(ApplicationForm(draft=draft, token=draft_token(draft))))[0])


def _fields(view: ApplicationView) -> list[str]:
    return [item["key"] for item in view.form["components"] if item.get("key")]


def _typed(draft: UUID, view: ApplicationView) -> tuple[dict[str, Any], list[FieldError]]:
    sent, refused = collect(view.form, partial(attach, draft))
    return {key: sent.get(key) for key in _fields(view)}, refused


def _former_files(place: int) -> Mapping[str, Sequence[FileView]]:
    """Returns what was sent before, by field: what came back is looked at beside what the officer wrote of it."""
    try:
        found: Mapping[str, Sequence[FileView]] = ask(OwnAnswers(case_pass=pass_of_opened_case(place))).application.files
    except NotFound:
        return {}
    return found


def _page(view: ApplicationView, errors: Sequence[FieldError], *, typed: Mapping[str, Any], elsewhere: bool = False) -> str:
    form = view_form(
        view.form,
        texts=view.texts,
        options=view.options,
        variables=view.before,
        typed=typed,
        time=view.time,
        errors=errors,
        files=file_views(view.form, typed, partial(look, view.draft)),
        needed=needed_fields(view, view.form),
        of_reader=asks_reader(),
    )
    returns = {item.field: item for item in view.returns}
    files = any(traits_of(item).documents for item in view.form["components"])
    place = place_of_opened_case(view.root)
    return render_template(
        "portal/reply.html",
        view=view,
        form=form,
        returns=returns,
        files=files,
        place=place,
        former=_former_files(place) if place is not None and files else {},
        version=version_of(view.answers, _fields(view)),
        token=draft_token(view.draft),
        others=rows_that_differ(form, view.answers, typed) if elsewhere else [],
    )
