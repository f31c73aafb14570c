"""Pages of codes that open a draft on another device, once: from the phone to the counter, for example."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.applications.commands.issue_draft_code import IssueDraftCode
from casework.applications.commands.redeem_draft_code import RedeemDraftCode
from casework.applications.queries.draft_mail import DraftMail, DraftMailView
from webui.access import public
from webui.limits import rate_limit
from webui.portal.applying.draft_cookie import draft_token, set_draft_cookie
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask, execute


@blueprint.post("/permohonan/<uuid:draft>/bawa")
@public
@rate_limit("200 per hour")
def issue_draft_code(draft: UUID) -> str:
    given = execute(IssueDraftCode(draft=draft, token=draft_token(draft)))
    until = datetime.fromisoformat(given["expires_at"])
    mail: DraftMailView = ask(DraftMail(draft=draft, token=draft_token(draft)))
    return render_template("portal/issue_draft_code.html", draft=draft, code=given["code"], until=until, typed=mail.address, error="")


@blueprint.route("/lanjutkan", methods=["GET", "POST"])
@public
@rate_limit("30 per minute; 300 per hour")
def redeem_draft_code() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return render_template("portal/redeem_draft_code.html", code="", error=False)
    code = request.form.get("kode", "")[:40]
    found = execute(RedeemDraftCode(code=code))
    if not found:
        return render_template("portal/redeem_draft_code.html", code=code, error=True), 422
    return set_draft_cookie(redirect(url_for("portal.apply", draft=found["draft"], step=1)), found["draft"], found["token"])
