"""Takes messages of an applicant to the office, and the choice of notice channels."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from casework.notices.commands.set_notice_channels import SetNoticeChannels
from casework.notices.commands.write_message import MAX_LENGTH, MOST_A_DAY, WriteMessage
from casework.tracking.queries.tracking import Receipt
from engine.model.errors import InvalidState
from webui.access import public
from webui.i18n import translate
from webui.limits import rate_limit
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask, execute
from webui.portal.tracking.track import pass_of_opened_case


@blueprint.post("/lacak/<int:place>/pesan")
@public
@rate_limit("200 per hour")
def write_tracked(place: int) -> Response:
    _write(pass_of_opened_case(place))
    return redirect(url_for("portal.tracking_page", place=place))


@blueprint.post("/tanda-terima/<token>/pesan")
@public
@rate_limit("200 per hour")
def write_received(token: str) -> Response:
    _write(ask(Receipt(token=token)).case_pass)
    return redirect(url_for("portal.open_tracking_page", token=token))


@blueprint.post("/lacak/<int:place>/pemberitahuan")
@public
@rate_limit("200 per hour")
def choose_tracked(place: int) -> Response:
    _choose(pass_of_opened_case(place))
    return redirect(url_for("portal.tracking_page", place=place))


@blueprint.post("/tanda-terima/<token>/pemberitahuan")
@public
@rate_limit("200 per hour")
def choose_received(token: str) -> Response:
    _choose(ask(Receipt(token=token)).case_pass)
    return redirect(url_for("portal.open_tracking_page", token=token))


def _write(case_pass: str) -> None:
    text = request.form.get("pesan", "").strip()
    try:
        execute(WriteMessage(case_pass=case_pass, text=text))
    except InvalidState:
        if not 1 <= len(text) <= MAX_LENGTH:
            flash(translate("Pesan belum terkirim: tulis 1 sampai {limit} huruf.", limit=MAX_LENGTH))
        else:
            flash(translate("Pesan belum terkirim: paling banyak {limit} pesan sehari. Kirim lagi besok.", limit=MOST_A_DAY))
        return
    flash(translate("Pesan Anda terkirim kepada petugas."))


def _choose(case_pass: str) -> None:
    execute(SetNoticeChannels(case_pass=case_pass, wanted=tuple(request.form.getlist("saluran"))))
    flash(translate("Pilihan pemberitahuan disimpan."))
