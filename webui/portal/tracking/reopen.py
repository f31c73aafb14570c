"""Reopens a case with its applicant's reason, from the page that follows it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.applications.commands.reopen_case import LONGEST_REASON, SHORTEST_REASON, ReopenCase
from casework.tracking.queries.tracking import Receipt, Tracking, TrackingView
from engine.model.errors import InvalidState
from webui.access import public
from webui.i18n import translate
from webui.limits import rate_limit
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask, execute
from webui.portal.tracking.track import pass_of_opened_case


@blueprint.post("/lacak/<int:place>/buka-kembali")
@public
@rate_limit("200 per hour")
def reopen_tracked(place: int) -> Response | tuple[str, int]:
    view = ask(Tracking(case_pass=pass_of_opened_case(place)))
    return _reopen(view, place=place, token="", back=url_for("portal.tracking_page", place=place))


@blueprint.post("/tanda-terima/<token>/buka-kembali")
@public
@rate_limit("200 per hour")
def reopen_received(token: str) -> Response | tuple[str, int]:
    return _reopen(ask(Receipt(token=token)), place=None, token=token, back=url_for("portal.open_tracking_page", token=token))


def _reopen(view: TrackingView, *, place: int | None, token: str, back: str) -> Response | tuple[str, int]:
    """What was typed is kept on the page while it is too short or too long."""
    reason = request.form.get("alasan", "")
    try:
        execute(ReopenCase(case_pass=view.case_pass, reason=reason))
    except InvalidState:
        if not view.reopenable:
            flash(translate("Permohonan ini tidak dapat dibuka kembali lagi. Tulis pesan di bawah, atau ajukan yang baru."))
            return redirect(back)
        error = translate("Tulis alasannya, {shortest} sampai {longest} huruf.", shortest=SHORTEST_REASON, longest=LONGEST_REASON)
        page = render_template("portal/track.html", view=view, place=place, token=token, reopen_error=error, reason=reason[:LONGEST_REASON])
        return page, 422
    flash(translate("Permohonan ini dibuka kembali dan diperiksa lagi."))
    return redirect(back)
