"""Takes messages of an applicant to the office, and the choice of notice channels."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.notices.commands.set_notice_channels import SetNoticeChannels
from casework.notices.commands.write_message import MAX_LENGTH, MOST_A_DAY, WriteMessage
from casework.tracking.queries.tracking import Receipt, Tracking, TrackingView
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
def write_tracked(place: int) -> Response | tuple[str, int]:
    view = ask(Tracking(case_pass=pass_of_opened_case(place)))
    return _write(view, place=place, token="", back=url_for("portal.tracking_page", place=place))


@blueprint.post("/tanda-terima/<token>/pesan")
@public
@rate_limit("200 per hour")
def write_received(token: str) -> Response | tuple[str, int]:
    return _write(ask(Receipt(token=token)), place=None, token=token, back=url_for("portal.open_tracking_page", token=token))


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


def _write(view: TrackingView, *, place: int | None, token: str, back: str) -> Response | tuple[str, int]:
    """What was typed stays on the page where it was not sent."""
    text = request.form.get("pesan", "").replace("\r\n", "\n").strip()
    try:
        execute(WriteMessage(case_pass=view.case_pass, text=text))
    except InvalidState:
        error = translate("Pesan belum terkirim: paling banyak {limit} pesan sehari. Kirim lagi besok.", limit=MOST_A_DAY)
        if not 1 <= len(text) <= MAX_LENGTH:
            error = translate("Pesan belum terkirim: tulis 1 sampai {limit} huruf.", limit=MAX_LENGTH)
        shown = text[: 4 * MAX_LENGTH]
        return render_template("portal/track.html", view=view, place=place, token=token, message_error=error, message=shown), 422
    flash(translate("Pesan Anda terkirim kepada petugas."))
    return redirect(back)


def _choose(case_pass: str) -> None:
    execute(SetNoticeChannels(case_pass=case_pass, wanted=tuple(request.form.getlist("saluran"))))
    flash(translate("Pilihan pemberitahuan disimpan."))
