"""Data saya: the data known of a citizen and the looks at it; correction, export and deletion (UU 27/2022, articles 5-13).

The rule: docs/law/personal-data.md#rights
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask_login import logout_user
from werkzeug.wrappers import Response

from casework.accounts.commands.rename_account import RenameAccount
from casework.accounts.commands.replace_address import ReplaceAddress
from casework.citizens.commands.close_account import CloseAccount
from casework.citizens.queries.my_data import MyCases, MyData
from engine.model.errors import InvalidState, NotFound
from webui.access import person, recently_authenticated
from webui.door import ask, execute
from webui.guesses import guess
from webui.i18n import translate
from webui.limits import TooMany, rate_limit, retry_after
from webui.portal.account.data_export import export_archive
from webui.portal.blueprint import blueprint
from webui.rendering.waiting import wait_words
from webui.signin.addresses import read_address
from webui.signin.citizens import ASKED, send_code_page, wrong_code_message


@blueprint.get("/saya/data")
@person
def my_data() -> str:
    return render_template("portal/my_data.html", view=ask(MyData()))


@blueprint.route("/saya/data/nama", methods=["GET", "POST"])
@person
def rename() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return render_template("portal/rename.html", typed=ask(MyData()).name, error="")
    typed = request.form.get("nama", "")
    try:
        execute(RenameAccount(name=typed))
    except InvalidState:
        return render_template("portal/rename.html", typed=typed[:200], error=translate("Tulis nama Anda, paling panjang 100 huruf.")), 422
    flash(translate("Nama Anda sudah diperbaiki."))
    return redirect(url_for("portal.my_data"))


@blueprint.route("/saya/data/alamat", methods=["GET", "POST"])
@recently_authenticated
@rate_limit("30 per hour")
def change_address() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return render_template("portal/change_address.html", typed="", error="")
    typed = request.form.get("alamat", "")[:254]
    address = read_address(typed)
    error = send_code_page(address, "") if address else translate("Tulis alamat e-mail atau nomor ponsel, misalnya 0812 3456 7890.")
    if error:
        return render_template("portal/change_address.html", typed=typed, error=error), 422
    return redirect(url_for("portal.prove_new_address"))


@blueprint.route("/saya/data/alamat/kode", methods=["GET", "POST"])
@recently_authenticated
@rate_limit("600 per hour")
def prove_new_address() -> str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    asked = session.get(ASKED)
    if not asked:
        return redirect(url_for("portal.change_address"))
    if request.method == "GET":
        return _code(asked, "")
    try:
        tried = guess("code", asked["of"])
        answer = execute(ReplaceAddress(token=asked["token"], code=request.form.get("kode", "")))
    except TooMany as slow:
        return _code(asked, wait_words(slow)), 429, retry_after(slow)
    except NotFound:
        session.pop(ASKED, None)
        flash(translate("Waktu kode sudah habis. Minta kode baru."))
        return redirect(url_for("portal.change_address"))
    if "left" in answer:
        tried.was_wrong()
        return _code(asked, wrong_code_message(answer["left"])), 422
    tried.was_right()
    session.pop(ASKED, None)
    if "taken" in answer:
        flash(translate("Alamat ini dipakai akun lain. Keluar, lalu masuk dengan alamat itu."))
    else:
        flash(translate("Alamat Anda sudah disimpan."))
    return redirect(url_for("portal.my_data"))


@blueprint.get("/saya/data/unduh")
@recently_authenticated
def export_my_data() -> Response:
    """Exports all data, as pages to read and as JSON for machines, with the files."""
    return export_archive(ask(MyData()), ask(MyCases()))


@blueprint.route("/saya/data/hapus", methods=["GET", "POST"])
@recently_authenticated
def close_account() -> str | Response | tuple[str, int]:
    view = ask(MyData())
    if request.method == "GET" or not request.form.get("yakin"):
        error = request.method == "POST"
        return render_template("portal/close.html", view=view, error=error), 422 if error else 200
    execute(CloseAccount())
    logout_user()
    session.clear()
    flash(translate("Akun Anda sudah dihapus. Permohonan tetap dapat dilacak dengan nomor dan PIN."))
    return redirect(url_for("portal.home"))


def _code(asked: dict[str, str], error: str) -> str:
    action, back = url_for("portal.prove_new_address"), url_for("portal.change_address")
    return render_template("auth/code.html", asked=asked, error=error, action=action, back=back)
