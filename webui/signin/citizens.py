"""Signs citizens in with a code that is sent to them: no password to invent or to lose. The first code opens the account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from casework.accounts.addresses import Address
from casework.accounts.commands.open_account import OpenAccount
from casework.accounts.commands.prove_address import ProveAddress
from casework.accounts.commands.send_code import SendCode
from casework.accounts.commands.withdraw_code import WithdrawCode
from casework.citizens.queries.my_data import MyData
from casework.subjects.masks import mask_address
from engine.commands.people.sign_out import SignOut
from engine.model.actor import SYSTEM
from engine.model.errors import InvalidState, NotFound
from engine.queries.people.session_owner import SessionOwner
from webui.access import public, second_factor_pending
from webui.auth import WebUser, current
from webui.door import ask, engine, execute_as_platform
from webui.guesses import guess
from webui.i18n import language, translate
from webui.limits import TooMany, rate_limit, retry_after
from webui.rendering.waiting import wait_words
from webui.signin.addresses import count_request_of_code, deliver, read_address
from webui.signin.pages import safe_next

blueprint = Blueprint("citizens", __name__)
#: in the signed cookie: the code that was asked for last
ASKED = "kode"


@blueprint.route("/masuk/warga", methods=["GET", "POST"])
@public
@rate_limit("300 per hour")
def sign_in() -> str | Response | tuple[str, int]:
    after = request.values.get("lanjut", "")
    if request.method == "GET":
        return redirect(safe_next(after)) if current() else _address_page(after=after)
    typed = request.form.get("alamat", "")[:254]
    address = read_address(typed)
    if address is None:
        return _address_page(
            after=after, typed=typed, error=translate("Tulis alamat e-mail atau nomor ponsel, misalnya 0812 3456 7890.")
        ), 422
    if error := send_code_page(address, after):
        return _address_page(after=after, typed=typed, error=error), 422
    return redirect(url_for("citizens.code"))


@blueprint.route("/masuk/warga/kode", methods=["GET", "POST"])
@public
@rate_limit("1000 per hour")
def code() -> str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    asked = session.get(ASKED)
    if not asked:
        return redirect(url_for("citizens.sign_in"))
    if request.method == "GET":
        return render_template("auth/code.html", asked=asked, error="")
    try:
        tried = guess("code", asked["of"])
        answer = execute_as_platform(
            ProveAddress(token=asked["token"], code=request.form.get("kode", ""), agent=request.headers.get("User-Agent", ""))
        )
    except TooMany as slow:
        return render_template("auth/code.html", asked=asked, error=wait_words(slow)), 429, retry_after(slow)
    except NotFound:
        return _expired_page(asked)
    if "left" in answer:
        tried.was_wrong()
        return render_template("auth/code.html", asked=asked, error=wrong_code_message(answer["left"])), 422
    tried.was_right()
    if "new" in answer:
        return redirect(url_for("citizens.name"))
    return _signed_in(answer["session"], asked["after"])


@blueprint.route("/masuk/warga/nama", methods=["GET", "POST"])
@public
@rate_limit("600 per hour")
def name() -> str | Response | tuple[str, int]:
    asked = session.get(ASKED)
    if not asked:
        return redirect(url_for("citizens.sign_in"))
    if request.method == "GET":
        return render_template("auth/name.html", asked=asked, typed="", error="")
    typed, agent = request.form.get("nama", ""), request.headers.get("User-Agent", "")
    try:
        opened = execute_as_platform(OpenAccount(token=asked["token"], name=typed, language=language(), agent=agent))
    except NotFound:
        return _expired_page(asked)
    except InvalidState:
        return render_template(
            "auth/name.html", asked=asked, typed=typed[:200], error=translate("Tulis nama Anda, paling panjang 100 huruf.")
        ), 422
    flash(translate("Akun Anda sudah dibuka."))
    return _signed_in(opened["session"], asked["after"])


@blueprint.route("/masuk/warga/lagi", methods=["GET", "POST"])
@second_factor_pending
@rate_limit("60 per hour")
def reauthenticate() -> str | Response | tuple[str, int]:
    """Asks for a fresh proof before actions that a stranger at an open browser must not do."""
    user, after = current(), request.values.get("lanjut", "")
    assert user is not None
    if not user.view.self_registered:
        return redirect(url_for("signin.reauthenticate", lanjut=after))
    addresses = {address.channel: address for address in ask(MyData()).addresses}
    masked = {channel: mask_address(address.address) for channel, address in addresses.items()}
    if request.method == "GET":
        return render_template("auth/reauthenticate.html", addresses=masked, after=after, error="")
    chosen = addresses.get(request.form.get("saluran", ""))
    if chosen is None or (error := send_code_page(chosen, after)):
        return render_template("auth/reauthenticate.html", addresses=masked, after=after, error=error if chosen else ""), 422
    return redirect(url_for("citizens.code"))


def send_code_page(address: Address, after: str) -> str:
    """Sends a code, or points to the last one that was; returns the sentence that says why not, or nothing. Raises TooMany."""
    named = count_request_of_code(address)
    sent = execute_as_platform(SendCode(channel=address.channel, address=address.address))
    if "code" in sent and not deliver(address, sent["token"], sent["code"], datetime.fromisoformat(sent["until"])):
        execute_as_platform(WithdrawCode(token=sent["token"]))
        return translate("Kode tidak terkirim ke alamat ini. Periksa alamatnya, lalu coba lagi.")
    session[ASKED] = {
        "token": sent["token"],
        "channel": address.channel,
        "to": mask_address(address.address),
        "of": named,
        "until": sent["until"],
        # nothing was sent now: the code of this moment is to be used
        "sent_at": sent.get("sent_at", ""),
        "after": after[:500],
    }
    return ""


def wrong_code_message(left: int) -> str:
    if left:
        return translate("Kode tidak cocok. Periksa angkanya; masih {left} kali.", left=left)
    return translate("Kode ini sudah terlalu sering salah. Minta kode baru.")


def _expired_page(asked: dict[str, Any]) -> tuple[str, int]:
    session.pop(ASKED, None)
    return _address_page(after=asked["after"], error=translate("Waktu kode sudah habis. Minta kode baru.")), 422


def _address_page(*, after: str, typed: str = "", error: str = "") -> str:
    return render_template("auth/citizens.html", after=after, typed=typed, error=error)


def _signed_in(token: str, after: str) -> Response:
    """Starts a new session at each proof; the session before it ends."""
    session.pop(ASKED, None)
    before = current()
    if before is not None:
        execute_as_platform(SignOut(token=before.token))
        logout_user()
    user = WebUser(token, engine().ask(SessionOwner(token=token), actor=SYSTEM))
    login_user(user)
    return redirect(url_for("signin.code", lanjut=after) if user.owes_code else safe_next(after))
