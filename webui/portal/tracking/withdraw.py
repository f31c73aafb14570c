"""Withdraws a case for its applicant, after a page that says what becomes of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.tracking.commands.withdraw_case import LONGEST_REASON, WithdrawCase
from casework.tracking.queries.tracking import Receipt, Tracking, TrackingView
from engine.model.errors import InvalidState
from webui.access import public
from webui.i18n import translate
from webui.limits import rate_limit
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask, execute
from webui.portal.tracking.track import pass_of_opened_case

Page = str | Response | tuple[str, int]


@blueprint.route("/lacak/<int:place>/tarik", methods=["GET", "POST"])
@public
@rate_limit("200 per hour")
def withdraw_tracked(place: int) -> Page:
    return _withdraw(ask(Tracking(case_pass=pass_of_opened_case(place))), back=url_for("portal.tracking_page", place=place))


@blueprint.route("/tanda-terima/<token>/tarik", methods=["GET", "POST"])
@public
@rate_limit("200 per hour")
def withdraw_received(token: str) -> Page:
    return _withdraw(ask(Receipt(token=token)), back=url_for("portal.open_tracking_page", token=token))


def _withdraw(view: TrackingView, *, back: str) -> Page:
    """Whoever presses twice, or comes too late, reads on the page that follows the case how it stands."""
    if not view.withdrawable:
        if not (view.stop and view.stop.withdrawn):
            flash(translate("Permohonan ini tidak dapat ditarik lagi. Tulis pesan di bawah bila ada yang perlu diketahui petugas."))
        return redirect(back)
    reason = request.form.get("alasan", "")
    if request.method == "GET":
        return render_template("portal/withdraw.html", view=view, back=back, reason="", error="")
    try:
        execute(WithdrawCase(case_pass=view.case_pass, reason=reason))
    except InvalidState:
        if len(" ".join(reason.split())) <= LONGEST_REASON:  # decided between both pages
            flash(translate("Permohonan ini tidak dapat ditarik lagi. Tulis pesan di bawah bila ada yang perlu diketahui petugas."))
            return redirect(back)
        error = translate("Tulis alasannya paling banyak {limit} huruf.", limit=LONGEST_REASON)
        return render_template("portal/withdraw.html", view=view, back=back, reason=reason[: 4 * LONGEST_REASON], error=error), 422
    flash(translate("Permohonan ini sudah ditarik. Petugas diberi tahu."))
    return redirect(back)
