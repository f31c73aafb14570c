"""A lost PIN: a code to the e-mail address or phone of the case gives a new one. Every number and address is answered alike."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from casework.accounts.addresses import Address
from casework.accounts.commands.withdraw_code import WithdrawCode
from casework.notices.deliver_code import deliver_code
from casework.subjects.masks import mask_address
from casework.tracking.commands.renew_pin import RenewPin
from casework.tracking.commands.send_pin_code import SendPinCode
from engine.model.errors import NotFound
from webui.access import public
from webui.door import engine, execute_as_platform
from webui.guesses import guess
from webui.i18n import time_of_day, translate
from webui.limits import TooMany, rate_limit, retry_after
from webui.portal.blueprint import blueprint
from webui.portal.tracking.track import keep_opened_case
from webui.rendering.waiting import wait_words
from webui.signin.addresses import count_request_of_code, read_address
from webui.signin.citizens import wrong_code_message

#: in the signed cookie: the number and the code that was asked for it last
ASKED = "kode_pin"


@blueprint.route("/lacak/pin", methods=["GET", "POST"])
@public
@rate_limit("300 per hour")
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
    named = count_request_of_code(address)
    sent = execute_as_platform(SendPinCode(number=number, channel=address.channel, address=address.address))
    if "sent_at" not in sent and not _deliver(address, number, sent):
        execute_as_platform(WithdrawCode(token=sent["token"]))
        errors["alamat"] = translate("Kode tidak terkirim ke alamat ini. Periksa alamatnya, lalu coba lagi.")
        return _page(number=number, typed=typed, errors=errors), 422
    session[ASKED] = {
        "token": sent["token"],
        "number": number,
        "to": mask_address(address.address),
        "of": named,
        "until": sent["until"],
        "sent_at": sent.get("sent_at", ""),
    }
    return redirect(url_for("portal.lost_pin_code"))


@blueprint.route("/lacak/pin/kode", methods=["GET", "POST"])
@public
@rate_limit("1000 per hour")
def lost_pin_code() -> str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    asked = session.get(ASKED)
    if not asked:
        return redirect(url_for("portal.lost_pin"))
    if request.method == "GET":
        return _code_page(asked, "")
    try:
        tried = guess("code", asked["of"])
        answer = execute_as_platform(RenewPin(token=asked["token"], code=request.form.get("kode", ""), number=asked["number"]))
    except TooMany as slow:
        return _code_page(asked, wait_words(slow)), 429, retry_after(slow)
    except NotFound:
        session.pop(ASKED, None)
        return _page(number=asked["number"], errors={"alamat": translate("Waktu kode sudah habis. Minta kode baru.")}), 422
    if "left" in answer:
        tried.was_wrong()
        return _code_page(asked, wrong_code_message(answer["left"])), 422
    tried.was_right()
    session.pop(ASKED, None)
    keep_opened_case(answer["pass"])
    flash(translate("PIN baru Anda: {pin}. Catat sekarang; PIN yang lama tidak berlaku lagi.", pin=answer["pin"]))
    return redirect(url_for("portal.tracking_page", place=0))


def _deliver(address: Address, number: str, sent: dict[str, Any]) -> bool:
    """Sends something in both cases: neither the page nor the time that it takes tells whether number and address belong together."""
    if sent["fits"]:
        subject = translate("Kode untuk PIN baru")
        text = translate(
            "Kode untuk PIN baru permohonan {number}: {code}\n\nBerlaku sampai pukul {clock}. "
            "Jangan berikan kepada siapa pun, juga kepada petugas. "
            "Bila Anda tidak meminta kode ini, abaikan saja; PIN Anda tetap berlaku.",
            number=number,
            code=sent["code"],
            clock=time_of_day(sent["until"]),
        )
    else:
        subject = translate("Permintaan PIN baru")
        text = translate(
            "Seseorang meminta PIN baru untuk sebuah permohonan dan menulis alamat ini. Alamat ini tidak tercatat pada nomor itu.\n\n"
            "Bila itu Anda: periksa nomornya, atau pakai alamat yang Anda tulis saat mengajukan. Bila bukan, abaikan saja."
        )
        if "code" in sent:
            text += "\n\n" + translate(
                "Kode masuk untuk alamat ini: {code}, berlaku sampai pukul {clock}. Jangan berikan kepada siapa pun.",
                code=sent["code"],
                clock=time_of_day(sent["until"]),
            )
    return deliver_code(engine(), address, token=sent["token"], subject=subject, text=text)


def _page(*, number: str = "", typed: str = "", errors: dict[str, str] | None = None) -> str:
    return render_template("portal/lost_pin.html", number=number, typed=typed, errors=errors or {})


def _code_page(asked: dict[str, str], error: str) -> str:
    back = url_for("portal.lost_pin", nomor=asked["number"])
    hint = translate(
        "Bila nomor dan alamat itu cocok, kodenya dikirim ke {address}. Berlaku sampai pukul {clock}.",
        address=asked["to"],
        clock=time_of_day(asked["until"]),
    )
    return render_template("auth/code.html", asked=asked, error=error, action=url_for("portal.lost_pin_code"), back=back, hint=hint)
