"""Reveals masked private data after "Tampilkan", which asks for a reason that the citizen can read."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, request

from casework.cases.queries.case_detail import CaseDetail, CaseView
from casework.privacy.commands.reveal_value import LONGEST, SHORTEST, RevealValue
from engine.model.errors import InvalidState
from webui.access import person
from webui.door import ask, execute
from webui.i18n import translate
from webui.limits import rate_limit
from webui.tasklist.blueprint import blueprint


@blueprint.route("/kasus/<uuid:identifier>/rahasia/<uuid:value>", methods=["GET", "POST"])
@person
@rate_limit("600 per hour")
def reveal(identifier: UUID, value: UUID) -> str | tuple[str, int]:
    case: CaseView = ask(CaseDetail(instance=identifier))
    secret = next((item for item in case.secrets if item.id == value), None)
    if secret is None:
        abort(404)
    if request.method == "GET":
        return render_template("tasklist/reveal.html", case=case, secret=secret, revealed="", reason="", error="")
    reason = request.form.get("alasan", "")
    try:
        revealed = execute(RevealValue(instance=identifier, value=value, reason=reason))["value"]
    except InvalidState:
        error = translate("Tulis alasannya, {shortest} sampai {longest} huruf.", shortest=SHORTEST, longest=LONGEST)
        return render_template("tasklist/reveal.html", case=case, secret=secret, revealed="", reason=reason, error=error), 422
    return render_template("tasklist/reveal.html", case=case, secret=secret, revealed=revealed, reason=reason, error="")
