"""Offers kept forms to their senders: fills in their pages, shows what was typed, throws it away, forgets what was sent."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Flask, flash, g, jsonify, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.model.errors import NotFound
from engine.queries.people.kept_forms import KeptFormView
from webui.access import person, public
from webui.auth import current
from webui.i18n import date_time, translate
from webui.kept_forms.filling import fill, mark_form
from webui.kept_forms.keeping import browser_token, forget, kept_forms, notice, set_browser_cookie
from webui.kept_forms.page_owner import form_token
from webui.kept_forms.sent_form import MARK, own_address, sent_form_of, with_mark

blueprint = Blueprint("kept_forms", __name__)


@blueprint.get("/isian/<uuid:identifier>")
@person
def show(identifier: UUID) -> str:
    kept = _kept(identifier)
    return render_template("kept_forms/show.html", kept=kept, sent=sent_form_of(kept.content))


@blueprint.post("/isian/<uuid:identifier>/buang")
@person
def throw_away(identifier: UUID) -> Response:
    kept = _kept(identifier)
    forget(kept.id)
    flash(translate("Isian itu dibuang."))
    return redirect(sent_form_of(kept.content).page)


@blueprint.get("/sesi")
@public
def token() -> Response:
    """Gives a page's script the token of now: a page that was left open goes on after its person has signed in again."""
    response = jsonify(token=form_token())
    response.headers["Cache-Control"] = "no-store"
    return response


def _kept(identifier: UUID) -> KeptFormView:
    for kept in kept_forms():
        if kept.id == identifier:
            return kept
    raise NotFound("Expected a kept form of yours, but there is none under this id.")


def install(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.after_request(_follow)

    @app.context_processor
    def kept() -> dict[str, object]:
        return {"kept_forms": lambda: [] if MARK in request.args or request.blueprint == blueprint.name else _offers()}


def _offers() -> list[tuple[KeptFormView, str]]:
    return [(kept, with_mark(sent_form_of(kept.content).page, kept.id)) for kept in kept_forms()]


def _follow(response: Response) -> Response:
    """Fills in the page that somebody comes back to, and forgets a form once it was sent."""
    if g.get("kept_in_browser"):
        set_browser_cookie(response)
    user = current() if browser_token() and MARK in request.values else None
    if user is None or user.owes_code:
        return response
    try:
        identifier = UUID(request.values[MARK])
    except ValueError:
        return response
    shows_page = response.mimetype == "text/html" and not response.direct_passthrough
    if request.method == "POST":
        mark = _mark(identifier)
        if shows_page and mark in (marked := mark_form(response.get_data(as_text=True), own_address(), own_address(), mark)):
            response.set_data(marked)
        elif response.status_code < 400 or g.get("kept_in_browser"):
            forget(identifier)
    elif shows_page and response.status_code == 200:
        return _filled(response, identifier)
    return response


def _filled(response: Response, identifier: UUID) -> Response:
    kept = next((kept for kept in kept_forms() if kept.id == identifier), None)
    if kept is None:
        return response
    sent = sent_form_of(kept.content)
    told = translate("Isian Anda dari {when} sudah diisikan kembali dan belum dikirim. Periksa, lalu kirim.", when=date_time(kept.kept_at))
    more = Markup(render_template("kept_forms/throw_away.html", kept=kept))  # noqa: S704 (our own template)
    page = response.get_data(as_text=True)
    filled = fill(page, own_address(), sent, before=notice(told, sent.files, more), mark=_mark(identifier))
    if filled is None:
        return redirect(url_for("kept_forms.show", identifier=identifier))
    response.set_data(filled)
    return response


def _mark(identifier: UUID) -> str:
    return f'<input type="hidden" name="{MARK}" value="{identifier}">'
