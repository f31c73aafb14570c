"""The page of received mails for operators: what was set aside and why, what waits, and the official addresses of units."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.mail.addresses import LONGEST_ADDRESS
from casework.mail.commands.close_address import CloseAddress
from casework.mail.commands.open_address import OpenAddress
from casework.mail.commands.release_mail import ReleaseMail
from casework.mail.errors import AddressRejected
from casework.mail.queries.received_mails import STATES, ReceivedMails
from casework.mail.reasons import AUTOMATIC, DELIVERED, RECEIVED, SET_ASIDE
from engine.model.errors import InvalidState
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate

blueprint = Blueprint("mails", __name__)
#: which field of the page a refusal speaks of
PARTS = {"address": "alamat", "taken": "alamat", "unit": "unit", "message": "alamat"}


@blueprint.get("/kokpit/surel")
@permission("operate")
def mails() -> str:
    return _page({})


@blueprint.post("/kokpit/surel/<uuid:identifier>")
@permission("operate")
def release(identifier: UUID) -> Response:
    try:
        execute(ReleaseMail(mail=identifier))
        flash(translate("Surel dikerjakan lagi sekarang."))
    except InvalidState:
        flash(translate("Surel ini sudah diantar, atau tidak boleh diantar."))
    return redirect(url_for("mails.mails", keadaan=request.form.get("keadaan", "")))


@blueprint.post("/kokpit/surel/alamat")
@permission("operate")
def open_address() -> Response | tuple[str, int]:
    typed = {name: request.form.get(name, "").strip()[: 2 * LONGEST_ADDRESS] for name in ("alamat", "unit")}
    try:
        execute(OpenAddress(address=typed["alamat"], unit=typed["unit"]))
    except AddressRejected as refusal:
        part = str(refusal.details["part"])
        return _page(typed, PARTS[part], _refusal_words(part)), 422
    flash(translate("Alamat dibuka. Surel kepadanya diterima mulai sekarang."))
    return redirect(url_for("mails.mails"))


@blueprint.post("/kokpit/surel/alamat/<uuid:identifier>/tutup")
@permission("operate")
def close_address(identifier: UUID) -> Response:
    try:
        execute(CloseAddress(address=identifier))
        flash(translate("Alamat ditutup. Surel kepadanya ditolak mulai sekarang."))
    except InvalidState:
        flash(translate("Alamat ini sudah ditutup."))
    return redirect(url_for("mails.mails"))


def status_words(status: str) -> str:
    return {
        SET_ASIDE: translate("Disisihkan"),
        RECEIVED: translate("Menunggu"),
        AUTOMATIC: translate("Ditulis program"),
        DELIVERED: translate("Menjadi kasus"),
    }[status]


def reason_words(reason: str) -> str:
    return {
        "HEADERS": translate("Kepala surel terlalu besar, atau satu bagiannya ada dua kali."),
        "LOOP": translate("Surel berputar-putar di antara server."),
        "TOO_MANY_PARTS": translate("Surel terdiri atas terlalu banyak bagian."),
        "TOO_DEEP": translate("Bagian surel bersarang terlalu dalam."),
        "TOO_HEAVY": translate("Surel tidak dapat dibaca dalam batas waktu dan memori."),
        "RUNS": translate("Surel membawa program."),
        "MALWARE": translate("Lampiran mengandung perangkat lunak jahat."),
        "SAME_ID": translate("Surel lain dengan nomor surel yang sama sudah diantar, tetapi isinya berbeda."),
        "BOUNCE": translate("Laporan bahwa sebuah surel tidak sampai."),
        "AUTO_REPLY": translate("Balasan otomatis."),
        "NULL_SENDER": translate("Tidak menyebut pengirim yang dapat dihubungi."),
        "OWN_MAIL": translate("Surel kepada alamat yang hanya mengirim."),
        "NO_PROCESS": translate("Tidak ada proses yang dimulai oleh surel alamat ini, atau paketnya dimatikan."),
        "": "",
    }.get(reason) or translate("Gangguan yang akan lewat; surel dicoba lagi sendiri ({code}).", code=reason)


def _refusal_words(part: str) -> str:
    return {
        "address": translate("Tulis alamat surel, misalnya dinkes@tangerangkab.example."),
        "taken": translate("Alamat ini sudah terbuka."),
        "unit": translate("Tulis kode unit yang berlaku hari ini, misalnya setda."),
        "message": translate("Tulis alamat surel, misalnya dinkes@tangerangkab.example."),
    }[part]


def _page(typed: dict[str, str], wrong: str = "", error: str = "") -> str:
    asked = request.args.get("keadaan", "")
    status = asked if asked in STATES else SET_ASIDE
    return render_template(
        "cockpit/mails.html",
        view=ask(ReceivedMails(status=status)),
        status=status,
        states=STATES,
        status_words=status_words,
        reason_words=reason_words,
        typed=typed,
        wrong=wrong,
        error=error,
        longest=LONGEST_ADDRESS,
    )
