"""Shows a case: its facts, documents, stages and history."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases.queries.case_detail import CaseDetail
from casework.cases.queries.case_happenings import CaseHappenings
from casework.notices.commands.close_messages import CloseMessages
from casework.notices.commands.write_message import MAX_LENGTH, WriteMessage
from engine.model.errors import InvalidState
from webui.access import person
from webui.door import ask, execute
from webui.i18n import translate
from webui.tasklist.begun_case import begun_case
from webui.tasklist.blueprint import blueprint


@blueprint.get("/kasus/<uuid:identifier>")
@person
def case(identifier: UUID) -> str:
    return _page(identifier)


def _page(identifier: UUID, *, message: str = "", message_error: str = "") -> str:
    view, history = ask(CaseDetail(instance=identifier)), ask(CaseHappenings(instance=identifier))
    return render_template(
        "tasklist/case.html", case=view, history=history, begun=begun_case(view), message=message, message_error=message_error
    )


@blueprint.post("/kasus/<uuid:identifier>/pesan/selesai")
@person
def close_messages(identifier: UUID) -> Response:
    """Notes that the applicant's messages need no answer."""
    execute(CloseMessages(instance=identifier))
    flash(translate("Tercatat: tidak perlu dijawab."))
    return redirect(url_for("tasklist.case", identifier=identifier))


@blueprint.post("/kasus/<uuid:identifier>/pesan")
@person
def write(identifier: UUID) -> Response | tuple[str, int]:
    """Sends a message to the applicant; what was typed stays on the page where it was not sent."""
    text = request.form.get("pesan", "").replace("\r\n", "\n")
    try:
        execute(WriteMessage(instance=identifier, text=text))
    except InvalidState:
        error = translate("Pesan belum terkirim: tulis 1 sampai {limit} huruf.", limit=MAX_LENGTH)
        return _page(identifier, message=text[: 4 * MAX_LENGTH], message_error=error), 422
    flash(translate("Pesan terkirim kepada pemohon."))
    return redirect(url_for("tasklist.case", identifier=identifier))
