"""The page on which an operator stops a case for good, with a reason that its applicant reads."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.notices.commands.cancel_case import LONGEST_REASON, SHORTEST_REASON, CancelCase
from engine.model.errors import InvalidState
from engine.queries.instances.case_name import CaseName
from webui.access import permission
from webui.cockpit.receivers import blueprint
from webui.door import ask, execute
from webui.i18n import translate


@blueprint.get("/kokpit/kasus/<uuid:identifier>/hentikan")
@permission("operate")
def ask_reason(identifier: UUID) -> str:
    return render_template("cockpit/cancel_case.html", case=ask(CaseName(instance=identifier)), error="", reason="")


@blueprint.post("/kokpit/kasus/<uuid:identifier>/hentikan")
@permission("operate")
def cancel(identifier: UUID) -> Response | tuple[str, int]:
    view, reason = ask(CaseName(instance=identifier)), request.form.get("alasan", "")
    try:
        execute(CancelCase(instance=identifier, reason=reason))
    except InvalidState:
        error = translate("Tulis alasannya, {shortest} sampai {longest} huruf.", shortest=SHORTEST_REASON, longest=LONGEST_REASON)
        if view.status != "ACTIVE":
            error = translate("Kasus ini sudah berakhir.")
        return render_template("cockpit/cancel_case.html", case=view, error=error, reason=reason[:LONGEST_REASON]), 422
    flash(translate("Kasus dihentikan. Pemohon diberi tahu."))
    return redirect(url_for("receivers.receivers"))
