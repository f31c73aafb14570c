"""Pages of a person's own account: positions, language, second factor."""

from __future__ import annotations

import io

import pyotp
import segno
from flask import Blueprint, redirect, render_template, request, session, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.commands.people.set_second_factor import SetSecondFactor
from engine.identity.errors import SignInRefused
from webui.access import person
from webui.auth import current
from webui.door import execute
from webui.guesses import guess
from webui.i18n import translate
from webui.limits import TooMany, retry_after
from webui.rendering.waiting import wait_words

blueprint = Blueprint("account", __name__)
_PENDING = "totp"


@blueprint.get("/akun")
@person
def account() -> str | Response:
    user = current()
    if user is not None and user.view.self_registered:
        return redirect(url_for("portal.my_data"))
    return render_template("auth/account.html", error="", secret="", picture="")


@blueprint.route("/akun/kode", methods=["GET", "POST"])
@person
def second_factor() -> str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Turns the second factor on or off; the secret waits in the signed cookie until its first code was accepted."""
    user = current()
    assert user is not None
    ending = user.view.has_second_factor
    secret = "" if ending else session.setdefault(_PENDING, pyotp.random_base32())
    if request.method == "POST":
        picture = _picture(secret, user.view.email)
        try:
            tried = guess("factor", str(user.actor.person))
            execute(SetSecondFactor(token=user.token, secret=secret, code=request.form.get("kode", "")))
        except TooMany as slow:
            page = render_template("auth/account.html", error=wait_words(slow), secret=secret, picture=picture)
            return page, 429, retry_after(slow)
        except SignInRefused:
            tried.was_wrong()
            error = translate("Kode tidak cocok. Tunggu kode berikutnya, lalu coba lagi.")
            return render_template("auth/account.html", error=error, secret=secret, picture=picture), 422
        tried.was_right()
        session.pop(_PENDING, None)
        return redirect(url_for("account.account"))
    return render_template("auth/account.html", error="", secret=secret or "-", picture=_picture(secret, user.view.email))


def _picture(secret: str, email: str) -> Markup:
    if not secret:
        return Markup("")
    address = pyotp.TOTP(secret).provisioning_uri(name=email or "Alur", issuer_name="Alur")
    out = io.BytesIO()
    segno.make(address).save(out, kind="svg", scale=5, border=2, xmldecl=False, svgns=True, title="Kode QR")
    return Markup(out.getvalue().decode())  # noqa: S704 (segno's own drawing of our address)
