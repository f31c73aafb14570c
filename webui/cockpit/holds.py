"""Holds of cases: placed by the number that is printed on a case, or beside the case in a list, and lifted with a reason."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from casework.privacy.commands.lift_legal_hold import LiftLegalHold
from casework.privacy.commands.place_legal_hold import PlaceLegalHold
from casework.privacy.queries.held_cases import CaseOfNumber
from engine.model.errors import InvalidState, NotFound
from webui.access import permission
from webui.cockpit.retention import blueprint, render_retention
from webui.door import ask, execute
from webui.i18n import translate

#: how an error names the form that asks for a number
BY_NUMBER = "nomor"


@blueprint.post("/kokpit/masa-simpan/<uuid:identifier>/tahan")
@permission("administer", step_up=True)
def hold(identifier: UUID) -> str | Response | tuple[str, int]:
    lifts, reason = request.form.get("lepas") == "ya", request.form.get("alasan", "")[:500].strip()
    try:
        execute(LiftLegalHold(case=identifier, reason=reason) if lifts else PlaceLegalHold(case=identifier, reason=reason))
    except InvalidState:
        error = translate("Tulis alasannya. Bila sudah ditulis, orang lain baru saja mengubah penahanan kasus ini.")
        return render_retention(error=error, wrong=str(identifier), typed=reason)[0], 422
    flash(translate("Penahanan dilepas.") if lifts else translate("Kasus ditahan: tidak ada bagiannya yang dimusnahkan atau diserahkan."))
    from_case = request.form.get("dari") == "kasus"
    return redirect(url_for("tasklist.case", identifier=identifier) if from_case else url_for("retention.retention"))


@blueprint.post("/kokpit/masa-simpan/tahan")
@permission("administer", step_up=True)
def hold_by_number() -> Response | tuple[str, int]:
    number, reason = request.form.get("nomor", "")[:100].strip(), request.form.get("alasan", "")[:500].strip()
    try:
        execute(PlaceLegalHold(case=ask(CaseOfNumber(number=number)), reason=reason))
    except NotFound:
        error = translate("Tidak ada kasus dengan nomor itu. Tulis nomornya seperti tercetak di halamannya.")
    except InvalidState:
        error = translate("Tulis nomor satu kasus yang belum ditahan, dan alasannya. Bila beberapa kasus bernomor sama, tulis kodenya.")
    else:
        flash(translate("Kasus ditahan: tidak ada bagiannya yang dimusnahkan atau diserahkan."))
        return redirect(url_for("retention.retention"))
    return render_retention(error=error, wrong=BY_NUMBER, typed=number, reason=reason)[0], 422
