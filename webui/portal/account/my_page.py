"""A citizen's own page: open steps, cases and drafts. An account is optional."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from casework.citizens.commands.add_case_to_account import AddCaseToAccount
from casework.citizens.queries.my_keys import MyCasePass, MyDraftToken
from casework.citizens.queries.my_page import MyPage
from casework.tracking.queries.tracking import Receipt
from engine.model.errors import InvalidState
from webui.access import person
from webui.auth import current
from webui.door import ask, execute
from webui.i18n import translate
from webui.portal.applying.draft_cookie import set_draft_cookie
from webui.portal.blueprint import blueprint
from webui.portal.tracking.track import keep_opened_case, pass_of_opened_case


@blueprint.get("/saya")
@person
def my_page() -> str | Response:
    user = current()
    if user is None or not user.view.self_registered:
        return redirect(url_for("tasklist.inbox"))
    return render_template("portal/my_page.html", view=ask(MyPage()))


@blueprint.get("/saya/permohonan/<number>")
@person
def open_my_case(number: str) -> Response:
    """Opens a case as its PIN would: the pass is stored in this browser's cookie."""
    found = ask(MyCasePass(number=number))
    keep_opened_case(found)
    return redirect(url_for("portal.tracking_page", place=0))


@blueprint.post("/saya/isian/<uuid:draft>")
@person
def continue_draft(draft: UUID) -> Response:
    token = ask(MyDraftToken(draft=draft))
    return set_draft_cookie(redirect(url_for("portal.continue_application", draft=draft)), draft, token)


@blueprint.post("/lacak/<int:place>/simpan")
@person
def add_tracked_case(place: int) -> Response:
    _add_to_account(pass_of_opened_case(place))
    return redirect(url_for("portal.tracking_page", place=place))


@blueprint.post("/tanda-terima/<token>/simpan")
@person
def add_received_case(token: str) -> Response:
    _add_to_account(ask(Receipt(token=token)).case_pass)
    return redirect(url_for("portal.open_tracking_page", token=token))


def _add_to_account(case_pass: str) -> None:
    try:
        execute(AddCaseToAccount(case_pass=case_pass))
    except InvalidState as refusal:
        if refusal.details.get("reason") == "taken":
            flash(translate("Permohonan ini sudah ada di akun lain. Nomor dan PIN tetap berlaku."))
        else:
            flash(translate("Permohonan ini memakai alamat lain. Tambahkan dahulu alamat itu di Data saya, lalu coba lagi."))
        return
    flash(translate("Permohonan ini sekarang ada di akun Anda."))
