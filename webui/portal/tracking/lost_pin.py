"""A lost PIN: a code to the e-mail address or phone of the case gives a new one. Every number and address is answered alike."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from casework.accounts.addresses import Address
from casework.notices.deliver_code import deliver_code
from casework.subjects.masks import mask_address
from casework.tracking.commands.renew_pin import RenewPin
from casework.tracking.commands.send_pin_code import SendPinCode
from engine.model.errors import NotFound
from webui.access import public
from webui.door import engine, execute_as_platform
from webui.i18n import translate
from webui.limits import rate_limit
from webui.portal.blueprint import blueprint
from webui.portal.tracking.track import keep_opened_case
from webui.signin.addresses import read_address
from webui.signin.citizens import wrong_code_message

#: in the signed cookie: the number and the code that was asked for it last
ASKED = "kode_pin"


@blueprint.route("/lacak/pin", methods=["GET", "POST"])
@public
@rate_limit("10 per hour", account="alamat")
@rate_limit("300 per hour", account="")
def lost_pin() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return _page(number=request.args.get("nomor", "")[:40])
    number, typed = request.form.get("nomor", "")[:40].strip(), request.form.get("alamat", "")[:254]
    address = read_address(typed)
    errors = {} if number else {"nomor": translate("Tulis nomor permohonan, misalnya {number}.", number="TGR-7K4M-29QX")}
    if address is None:
        errors["alamat"] = translate("Tulis alamat e-mail atau nomor ponsel, misalnya 0812 3456 7890.")
    if errors or address is None:
        return _page(number=number, typed=typed, errors=errors), 422
    sent = execute_as_platform(SendPinCode(number=number, channel=address.channel, address=address.address))
    if not sent:
        errors["alamat"] = translate("Terlalu banyak kode dikirim ke alamat ini hari ini. Coba lagi besok, atau datang ke loket.")
    elif not _deliver(address, number, sent):
        errors["alamat"] = translate("Kode tidak terkirim ke alamat ini. Periksa alamatnya, lalu coba lagi.")
    if errors:
        return _page(number=number, typed=typed, errors=errors), 422
    session[ASKED] = {"token": sent["token"], "number": number, "to": mask_address(address.address)}
    return redirect(url_for("portal.lost_pin_code"))


@blueprint.route("/lacak/pin/kode", methods=["GET", "POST"])
@public
@rate_limit("1000 per hour", account="")
def lost_pin_code() -> str | Response | tuple[str, int]:
    asked = session.get(ASKED)
    if not asked:
        return redirect(url_for("portal.lost_pin"))
    if request.method == "GET":
        return _code_page(asked, "")
    try:
        answer = execute_as_platform(RenewPin(token=asked["token"], code=request.form.get("kode", ""), number=asked["number"]))
    except NotFound:
        session.pop(ASKED, None)
        return _page(number=asked["number"], errors={"alamat": translate("Waktu kode sudah habis. Minta kode baru.")}), 422
    if "left" in answer:
        return _code_page(asked, wrong_code_message(answer["left"])), 422
    session.pop(ASKED, None)
    keep_opened_case(answer["pass"])
    flash(translate("PIN baru Anda: {pin}. Catat sekarang; PIN yang lama tidak berlaku lagi.", pin=answer["pin"]))
    return redirect(url_for("portal.tracking_page", place=0))


def _deliver(address: Address, number: str, sent: dict[str, str]) -> bool:
    """Sends something in both cases: neither the page nor the time that it takes tells whether number and address belong together."""
    if "code" in sent:
        subject = translate("Kode untuk PIN baru")
        text = translate(
            "Kode untuk PIN baru permohonan {number}: {code}\n\nBerlaku 10 menit. Jangan berikan kepada siapa pun, juga kepada petugas. "
            "Bila Anda tidak meminta kode ini, abaikan saja; PIN Anda tetap berlaku.",
            number=number,
            code=sent["code"],
        )
    else:
        subject = translate("Permintaan PIN baru")
        text = translate(
            "Seseorang meminta PIN baru untuk sebuah permohonan dan menulis alamat ini. Alamat ini tidak tercatat pada nomor itu.\n\n"
            "Bila itu Anda: periksa nomornya, atau pakai alamat yang Anda tulis saat mengajukan. Bila bukan, abaikan saja."
        )
    return deliver_code(engine(), address, token=sent["token"], subject=subject, text=text)


def _page(*, number: str = "", typed: str = "", errors: dict[str, str] | None = None) -> str:
    return render_template("portal/lost_pin.html", number=number, typed=typed, errors=errors or {})


def _code_page(asked: dict[str, str], error: str) -> str:
    back = url_for("portal.lost_pin", nomor=asked["number"])
    hint = translate("Bila nomor dan alamat itu cocok, kodenya dikirim ke {address}. Berlaku 10 menit.", address=asked["to"])
    return render_template("auth/code.html", asked=asked, error=error, action=url_for("portal.lost_pin_code"), back=back, hint=hint)
