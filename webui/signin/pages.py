"""Pages of signing in and out: e-mail and password, then the code of the second factor where there is one."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands.people.prove_identity import ProveIdentity
from engine.commands.people.sign_in import SignIn
from engine.commands.people.sign_out import SignOut
from engine.commands.people.touch_session import TouchSession
from engine.identity.errors import SignInRefused
from webui.access import public, second_factor_pending
from webui.auth import current, empty_browser, sign_in_browser
from webui.door import execute_as_platform
from webui.guesses import guess
from webui.i18n import COOKIE, LANGUAGES, translate
from webui.kept_forms.keeping import forget
from webui.limits import TooMany, rate_limit, retry_after
from webui.rendering.waiting import wait_words

PageAnswer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]
blueprint = Blueprint("signin", __name__)


def safe_next(target: str | None) -> str:
    """Returns the address if it is one of this site: a mail's link must not lead elsewhere after signing in."""
    # the referrer of a form is this site's whole address
    target = (target or "").removeprefix(request.host_url.rstrip("/")) if (target or "").startswith(request.host_url) else target
    parts = urlsplit(target or "")
    inside = target and not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith(("//", "/\\"))
    if inside and target:
        return target
    user = current()
    if user is not None and user.view.self_registered:
        return url_for("portal.my_page")
    return url_for("tasklist.overview" if user is not None and user.actor.leads else "tasklist.inbox")


@blueprint.route("/masuk", methods=["GET", "POST"])
@public
@rate_limit("60 per minute; 1000 per hour")
def sign_in() -> PageAnswer:
    after = request.values.get("lanjut", "")
    if request.method == "GET":
        return redirect(safe_next(after)) if current() else render_template("auth/sign_in.html", email="", after=after, error="")
    email = request.form.get("email", "")
    try:
        # before the password is looked at, which costs much
        tried = guess("password", email.strip().lower())
        answer = execute_as_platform(
            SignIn(email=email, password=request.form.get("sandi", ""), agent=request.headers.get("User-Agent", ""))
        )
    except TooMany as slow:
        return render_template("auth/sign_in.html", email=email, after=after, error=wait_words(slow)), 429, retry_after(slow)
    except SignInRefused:
        tried.was_wrong()
        error = translate("E-mail atau kata sandi tidak cocok. Periksa keduanya.")
        return render_template("auth/sign_in.html", email=email, after=after, error=error), 422
    tried.was_right()
    sign_in_browser(answer["token"])
    return redirect(url_for("signin.code", lanjut=after) if answer["second_factor"] else safe_next(after))


@blueprint.route("/masuk/kode", methods=["GET", "POST"])
@second_factor_pending
@rate_limit("60 per minute; 1000 per hour")
def code() -> PageAnswer:
    return _prove(translate("Kode masuk"), translate("Tulis enam angka dari aplikasi kode di ponsel Anda."))


@blueprint.route("/masuk/lagi", methods=["GET", "POST"])
@second_factor_pending
@rate_limit("60 per minute; 1000 per hour")
def reauthenticate() -> PageAnswer:
    user = current()
    if user is not None and user.view.self_registered and not user.view.has_second_factor:
        return redirect(url_for("citizens.reauthenticate", lanjut=request.values.get("lanjut")))
    hint = translate("Langkah ini penting. Tulis kata sandi Anda, atau kode dari aplikasi kode bila Anda memakainya.")
    return _prove(translate("Buktikan bahwa ini Anda"), hint)


def _prove(title: str, hint: str) -> PageAnswer:
    user, after = current(), request.values.get("lanjut", "")
    assert user is not None
    if request.method == "POST":
        try:
            tried = guess("factor", str(user.actor.person))
            proved = execute_as_platform(ProveIdentity(token=user.token, secret=request.form.get("rahasia", "")))
        except TooMany as slow:
            return render_template("auth/prove.html", title=title, hint=hint, after=after, error=wait_words(slow)), 429, retry_after(slow)
        except SignInRefused:
            tried.was_wrong()
            error = translate("Isian ini tidak cocok. Coba lagi; kode lama tidak berlaku.")
            return render_template("auth/prove.html", title=title, hint=hint, after=after, error=error), 422
        tried.was_right()
        sign_in_browser(proved["token"])
        return redirect(safe_next(after))
    return render_template("auth/prove.html", title=title, hint=hint, after=after, error="")


@blueprint.post("/keluar")
@second_factor_pending
def sign_out() -> Response:
    user = current()
    if user is not None:
        forget(None)
        execute_as_platform(SignOut(token=user.token))
    return empty_browser(redirect(url_for("signin.sign_in")))


@blueprint.post("/bahasa")
@public
def change_language() -> Response:
    chosen = request.form.get("bahasa", "id")
    response = make_response(redirect(safe_next(request.form.get("lanjut"))))
    if chosen in LANGUAGES:
        user = current()
        if user is not None:
            execute_as_platform(TouchSession(token=user.token, language=chosen))
        response.set_cookie(COOKIE, chosen, max_age=31_536_000, httponly=True, samesite="Lax")
    return response
