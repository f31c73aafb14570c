"""Keeps a form that comes too late, and tells its sender: after their session, from a page of another person, with an old token.

Nothing here carries a form out. It is kept for the person for whom its page was made, in this browser, and their page is filled in
with it after they have signed in. Where no signing in lies between, the page is shown again at once, filled in.
"""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flask import current_app, flash, g, jsonify, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.commands.people.forget_kept_form import ForgetKeptForm
from engine.commands.people.keep_form import KEPT_LASTS, KeepForm
from engine.model.errors import NotFound
from engine.queries.people.kept_forms import KeptForms, KeptFormView
from webui.auth import current
from webui.door import ask, execute, execute_as_platform
from webui.i18n import translate
from webui.kept_forms.filling import fill
from webui.kept_forms.page_owner import owner_of_page, somebody_else_signed_in
from webui.kept_forms.sent_form import (
    OTHER_PERSON,
    PROOF_OWED,
    SESSION_OVER,
    from_own_page,
    page_of_request,
    read_sent_form,
    sent_by_script,
    with_mark,
)

#: the browser's own token, by which it finds what it sent
COOKIE = "isian"
_TOKEN_LENGTH = 43


def ask_to_sign_in(door: str) -> Response:
    """Answers a request of nobody who is signed in: what was sent is kept, and its page comes back after signing in."""
    if request.method == "GET":
        return redirect(url_for(door, lanjut=request.full_path.rstrip("?")))
    if sent_by_script():
        return script_answer("signed_out")
    owner = owner_of_page()
    if owner is None or not from_own_page():
        return redirect(url_for(door))
    kept = keep_sent_form(owner, SESSION_OVER)
    told = translate("Sesi Anda sudah berakhir, jadi yang tadi dikirim belum diproses. Masuk, lalu ulangi.")
    if kept:
        told = translate("Sesi Anda sudah berakhir. Yang tadi dikirim belum diproses, tetapi tersimpan 24 jam: masuk untuk meneruskan.")
    flash(told)
    return redirect(url_for(door, lanjut=page_to_return_to(kept)))


def ask_for_code() -> Response:
    """Answers a request of somebody who still owes the second factor's code; what was sent is kept."""
    if request.method == "GET":
        return redirect(url_for("signin.code", lanjut=request.full_path))
    return script_answer("signed_out") if sent_by_script() else redirect(url_for("signin.code", lanjut=keep_own_form()))


def keep_own_form() -> str:
    """Keeps the form of the signed-in person, who must prove themselves first, and returns the page on which it is filled in again."""
    user = current()
    own = user is not None and user.actor.person is not None and from_own_page()
    return page_to_return_to(keep_sent_form(user.actor.person, PROOF_OWED) if own else None)  # type: ignore[union-attr,arg-type]


def page_to_return_to(kept: UUID | None) -> str:
    """Returns the page of the sent form, marked so that it is filled in with what was kept."""
    page = page_of_request()
    return with_mark(page, kept) if kept else page


def keep_sent_form(owner: UUID, why: str) -> UUID | None:
    """Keeps the form of this request for its owner, with the reason; None where there is nothing that may be kept."""
    sent = read_sent_form()
    if sent is None or not (sent.fields or sent.files):
        return None
    g.kept_in_browser = browser_token() or secrets.token_urlsafe(32)
    kept = execute_as_platform(KeepForm(browser=g.kept_in_browser, person=owner, content=replace(sent, why=why).as_text()))
    return UUID(kept["id"])


def browser_token() -> str:
    given = request.cookies.get(COOKIE, "")
    return given if len(given) == _TOKEN_LENGTH else ""


def set_browser_cookie(response: Response) -> None:
    response.set_cookie(
        COOKIE,
        g.kept_in_browser,
        max_age=KEPT_LASTS + timedelta(minutes=5),
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def kept_forms() -> list[KeptFormView]:
    """Returns what the signed-in person has kept in this browser."""
    user, browser = current(), browser_token()
    if user is None or user.owes_code or not browser:
        return []
    found: list[KeptFormView] = ask(KeptForms(browser=browser))
    return found


def forget(kept: UUID | None) -> None:
    """Forgets one form of the signed-in person in this browser, or all."""
    user, browser = current(), browser_token()
    if user is not None and browser:
        with contextlib.suppress(NotFound):
            execute(ForgetKeptForm(browser=browser, form=kept))


def answer_stale_form() -> Response | None:
    """Answers a form whose token counts no more; None where it is not from a page of ours."""
    if not request.form.get("csrf_token") and not sent_by_script():
        return None
    if sent_by_script():
        return script_answer("other_person" if somebody_else_signed_in() else "signed_out" if _signed_out() else "stale")
    if not from_own_page():
        return None
    owner = owner_of_page()
    if owner is not None and somebody_else_signed_in():
        keep_sent_form(owner, OTHER_PERSON)
        title = translate("Halaman ini dibuka oleh orang lain")
        text = translate("Sesudah halaman itu dibuka, Anda masuk di peramban ini. Tidak ada yang dikirim. Buka lagi halamannya dari menu.")
        return make_response(render_template("error.html", title=title, text=text), 400)
    return shown_again()


def _signed_out() -> bool:
    return owner_of_page() is not None and current() is None


def shown_again() -> Response:
    """Shows the page of the sent form again, filled in with it: nothing was done, and nothing is lost."""
    sent = read_sent_form()
    told = translate("Halaman ini sudah terlalu lama terbuka, jadi belum ada yang dikirim. Isian Anda masih ada: periksa, lalu kirim lagi.")
    page = _page_now(sent.page) if sent else None
    filled = fill(page, sent.page, sent, before=notice(told, sent.files), mark="") if sent and page else None
    if filled:
        return make_response(filled, 400)
    title, typed = translate("Halaman ini sudah terlalu lama terbuka"), sent.typed if sent else {}
    text = translate("Belum ada yang dikirim. Muat ulang halamannya, lalu isi dan kirim lagi.")
    return make_response(render_template("error.html", title=title, text=text, typed=typed), 400)


def _page_now(address: str) -> str | None:
    """Returns the page at an address of ours, as the reader of this request is shown it."""
    path, _mark, query = address.partition("?")
    headers = {name: request.headers[name] for name in ("Cookie", "User-Agent", "Accept-Language") if name in request.headers}
    with current_app.test_request_context(path, base_url=request.host_url, query_string=query, headers=headers):
        answer = current_app.full_dispatch_request()
        return answer.get_data(as_text=True) if answer.status_code == 200 and answer.mimetype == "text/html" else None


def notice(text: str, files: list[tuple[str, str]], more: Markup = Markup("")) -> str:
    """Returns what stands before a form that is filled in again."""
    return render_template("kept_forms/notice.html", text=text, files=[name for _field, name in files], more=more)


def script_answer(reason: str) -> Response:
    """Tells a script why nothing was saved; the page that it belongs to has the text."""
    response = jsonify(reason=reason)
    response.status_code = 401
    return response
