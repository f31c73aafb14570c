"""One page of an application: answers are saved, then checked; the next page opens when this one has no error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.applications.commands.save_application import SaveApplication
from casework.applications.drafts import version_of
from casework.applications.queries.application_form import ApplicationForm, ApplicationView
from engine.model.errors import FieldError, InvalidState
from engine.queries.tasks.check_answers import CheckAnswers, CheckedAnswers
from forms.registry import traits_of
from webui.access import public
from webui.auth import current
from webui.i18n import translate
from webui.limits import rate_limit
from webui.portal.applying.attachments import attach, look
from webui.portal.applying.draft_cookie import draft_token
from webui.portal.applying.pages import Page, pages_of
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask, execute
from webui.rendering.form_view import rows_that_differ, view_form
from webui.tasklist.answers import VERSION, collect, file_views

#: in the address of a page that was opened from the check page, and leads back to it
CHECKING = "periksa"
#: in the address of a page that says what is wrong with its stored answers: the back gesture finds it again, as it finds no sent form
TELLING = "salah"


@blueprint.get("/permohonan/<uuid:draft>/<int:step>")
@public
def apply(draft: UUID, step: int) -> str | Response | tuple[str, int]:
    view = ask(ApplicationForm(draft=draft, token=draft_token(draft)))
    if view.receipt:
        return redirect(url_for("portal.receipt", token=view.receipt))
    page = _chosen(view, step)
    errors = [error for error in form_errors(view, dict(view.answers)) if error.field in page.fields] if TELLING in request.args else []
    shown = _page(view, page, errors, typed=view.answers)
    return (shown, 422) if errors else shown


@blueprint.post("/permohonan/<uuid:draft>/<int:step>")
@public
@rate_limit("6000 per hour")
def save(draft: UUID, step: int) -> Response | tuple[str, int]:
    view = ask(ApplicationForm(draft=draft, token=draft_token(draft)))
    page = _chosen(view, step)
    answers, refused = _typed(draft, page)
    try:
        store_answers(draft, answers)
    except InvalidState as refusal:
        if refusal.details.get("reason") != "elsewhere":
            raise
        return _page(view, page, refused, typed={**view.answers, **answers}, elsewhere=True), 409
    told = {error.field for error in refused}
    found = form_errors(view, {**view.answers, **answers})
    errors = [*refused, *(error for error in found if error.field in page.fields and error.field not in told)]
    if refused:  # nothing keeps what was wrong with a file that is not stored
        view = ask(ApplicationForm(draft=draft, token=draft_token(draft)))
        return _page(view, page, errors, typed=view.answers), 422
    if errors:
        checking = "ya" if CHECKING in request.args else None
        return redirect(url_for("portal.apply", draft=draft, step=step, salah="ya", periksa=checking), 303)
    _tell_of_replaced_files(view, page, answers)
    last = step == len(pages_of(view)) or CHECKING in request.args
    return redirect(url_for("portal.review", draft=draft) if last else url_for("portal.apply", draft=draft, step=step + 1))


@blueprint.post("/permohonan/<uuid:draft>/<int:step>/draf")
@public
@rate_limit("20000 per hour")
def autosave(draft: UUID, step: int) -> dict[str, Any] | tuple[dict[str, Any], int]:
    """Saves answers while they are typed (with JavaScript; without, with the page)."""
    page = _chosen(ask(ApplicationForm(draft=draft, token=draft_token(draft))), step)
    return autosave_answers(draft, _typed(draft, page)[0])


def autosave_answers(draft: UUID, answers: dict[str, Any]) -> dict[str, Any] | tuple[dict[str, Any], int]:
    """Answers the version that is stored now; 409 where another tab was first, and then nothing is overwritten."""
    try:
        return store_answers(draft, answers)
    except InvalidState as refusal:
        if refusal.details.get("reason") != "elsewhere":
            raise
        return dict(refusal.details), 409


def check_all(view: ApplicationView, answers: dict[str, Any]) -> CheckedAnswers:
    """Returns all errors in the answers of all pages, also missing answers, and the right ones as they will count."""
    found: CheckedAnswers = ask(CheckAnswers(form=view.form, answers=answers, variables={}, options=view.options))
    return found


def form_errors(view: ApplicationView, answers: dict[str, Any]) -> Sequence[FieldError]:
    return check_all(view, answers).errors


def _chosen(view: ApplicationView, step: int) -> Page:
    pages = pages_of(view)
    if not 1 <= step <= len(pages):
        abort(404)
    return pages[step - 1]


def _typed(draft: UUID, page: Page) -> tuple[dict[str, Any], list[FieldError]]:
    """Takes the page's own fields only; other sent fields are ignored. A box that was unticked sends nothing."""
    sent, refused = collect(page.schema, partial(attach, draft))
    return {key: sent.get(key) for key in page.fields}, refused


def _tell_of_replaced_files(view: ApplicationView, page: Page, answers: dict[str, Any]) -> None:
    """A field that takes one file was given another one; with JavaScript it was said, and could be undone, on the page."""
    for item in page.schema["components"]:
        before, now = view.answers.get(item.get("key")), answers.get(item.get("key"))
        if traits_of(item).documents and before and now and before[:1] != now[:1] and not item.get("multiple"):
            names = [look(view.draft, UUID(files[0])).name for files in (before, now)]
            flash(
                translate(
                    "Berkas {old} diganti dengan {new}. Bila keliru, buka lagi halamannya dan unggah yang benar.",
                    old=names[0],
                    new=names[1],
                )
            )


def store_answers(draft: UUID, answers: dict[str, Any]) -> dict[str, Any]:
    expected = request.form.get(VERSION)
    return execute(SaveApplication(draft=draft, token=draft_token(draft), answers=answers, expected=expected))


def _page(view: ApplicationView, page: Page, errors: Sequence[FieldError], *, typed: dict[str, Any], elsewhere: bool = False) -> str:
    form = view_form(
        page.schema,
        texts=view.texts,
        options=view.options,
        variables=view.answers,
        typed=typed,
        time=view.time,
        errors=errors,
        files=file_views(page.schema, typed, partial(look, view.draft)),
        needed=needed_fields(view, page.schema),
        of_reader=asks_reader(),
        whole=view.form,
    )
    return render_template(
        "portal/apply.html",
        view=view,
        page=page,
        pages=len(pages_of(view)) + 1,
        form=form,
        version=version_of(view.answers, page.fields),
        token=draft_token(view.draft),
        others=rows_that_differ(form, view.answers, typed) if elsewhere else [],
        checking=CHECKING in request.args,
    )


def needed_fields(view: ApplicationView, schema: Mapping[str, Any]) -> frozenset[str]:
    """Returns fields that may be left empty by their schema, and may not by a rule, after the answers so far."""
    components = [item for item in schema["components"] if item.get("key")]
    ruled = {str(item["key"]) for item in components if item.get("validate", {}).get("feel") and not item["validate"].get("required")}
    if not ruled:
        return frozenset()
    empty = {**view.answers, **dict.fromkeys(ruled)}
    return frozenset(error.field for error in form_errors(view, empty) if error.field in ruled and error.code == "RULE")


def asks_reader() -> bool:
    """Whether the form asks its reader about themselves: at a counter it asks about somebody else."""
    user = current()
    return user is None or not user.actor.seats
