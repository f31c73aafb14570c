"""Pages of incidents for operators: what stands still, grouped by its cause, with the reason and the possible actions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands.incidents.resolve_incident import ResolveIncident
from engine.commands.incidents.retry_incidents import RetryIncidents
from engine.model.errors import InvalidState, NotFound
from engine.model.limited_json import read_json
from engine.queries.incidents.incident_causes import IncidentCauses
from engine.queries.incidents.incidents_of_cause import IncidentsOfCause
from webui.access import permission
from webui.cockpit import incident_words
from webui.door import ask, execute
from webui.health import look
from webui.i18n import translate

blueprint = Blueprint("cockpit", __name__)
#: pages of a list beyond this are not asked for: the database would count through everything before
LAST_PAGE = 500


@blueprint.get("/kokpit/insiden")
@permission("operate")
def incidents() -> str:
    return _list()


@blueprint.get("/kokpit/insiden/<uuid:identifier>")
@permission("operate")
def cause(identifier: UUID) -> str:
    return _cause(identifier)


@blueprint.post("/kokpit/insiden/<uuid:identifier>")
@permission("operate")
def resolve(identifier: UUID) -> str | Response | tuple[str, int]:
    typed = request.form.get("perbaikan", "").strip()
    position = request.form.get("jabatan", "").strip() or None
    took_effect = {"sudah": True, "belum": False}.get(request.form.get("hasil", ""))
    try:
        variables = read_json(typed.encode()) if typed else {}
        if not isinstance(variables, dict):
            raise ValueError
        answer = execute(ResolveIncident(incident=identifier, variables=variables, position=position, took_effect=took_effect))
    except ValueError:
        error = translate('Tulis perbaikan sebagai JSON, misalnya {"jumlah": 3}.')
    except NotFound:
        error = translate("Tidak ada jabatan dengan kode itu yang bertugas hari ini. Periksa kodenya.")
    except InvalidState:
        error = translate("Belum dapat dilanjutkan: insiden ini sudah ditangani, atau jawabannya belum cukup.")
    else:
        flash(translate("Langkah dilanjutkan.") if took_effect else translate("Langkah dijalankan lagi."))
        return redirect(_page_after(UUID(answer["instance"])))
    try:
        return _cause(identifier, error=error, failed=identifier, typed=typed, position=position or ""), 422
    except NotFound:
        return _list(error=translate("Insiden ini tidak ada lagi.")), 422


@blueprint.post("/kokpit/insiden/<uuid:identifier>/semua")
@permission("operate")
def retry_all(identifier: UUID) -> Response | tuple[str, int]:
    try:
        answer = execute(RetryIncidents(incident=identifier, idempotency_key=request.form.get("kunci", "")[:100] or None))
    except InvalidState:
        return _cause(identifier, error=translate("Insiden ini perlu dijawab satu per satu.")), 422
    flash(translate("{count} langkah dijalankan lagi, satu per satu. Yang gagal lagi kembali ke daftar ini.", count=answer["asked"]))
    if answer["more"]:
        flash(translate("Masih ada yang belum dijalankan. Ulangi dari daftar ini."))
    return redirect(url_for("cockpit.incidents"))


def _page_after(case: UUID) -> str:
    """Goes back to where the operator was: the page of the case, else the list."""
    return url_for("cockpit.case", identifier=case) if request.form.get("dari") == "kasus" else url_for("cockpit.incidents")


def page_number() -> int:
    given = request.args.get("hal", "")
    return min(max(1, int(given)), LAST_PAGE) if given.isascii() and given.isdecimal() and len(given) < 9 else 1


def _list(**more: Any) -> str:
    process, text = request.args.get("proses", "")[:100], request.args.get("cari", "").strip()[:100]
    found = ask(IncidentCauses(process=process, text=text, page=page_number()))
    return render_template(
        "cockpit/incidents.html",
        hits=found,
        process=process,
        text=text,
        wording=incident_words,
        problems=look().problems,
        **_without_error() | more,
    )


def _cause(identifier: UUID, **more: Any) -> str:
    found = ask(IncidentsOfCause(incident=identifier, page=page_number()))
    return render_template("cockpit/cause.html", identifier=identifier, hits=found, wording=incident_words, **_without_error() | more)


def _without_error() -> dict[str, Any]:
    return {"error": "", "failed": None, "typed": "", "position": ""}
