"""Pages of incidents for operators: the step that stands still, the reason, and the possible actions."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands.incidents.resolve_incident import ResolveIncident
from engine.model.errors import InvalidState, NotFound
from engine.model.limited_json import read_json
from engine.queries.incidents.open_incidents import OpenIncidents
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate

blueprint = Blueprint("cockpit", __name__)


@blueprint.get("/kokpit/insiden")
@permission("operate")
def incidents() -> str:
    return render_template("cockpit/incidents.html", incidents=ask(OpenIncidents()), error="", failed="", typed="")


@blueprint.post("/kokpit/insiden/<uuid:identifier>")
@permission("operate")
def resolve(identifier: UUID) -> str | Response | tuple[str, int]:
    typed = request.form.get("perbaikan", "").strip()
    position = request.form.get("jabatan", "").strip() or None
    try:
        variables = read_json(typed.encode()) if typed else {}
        if not isinstance(variables, dict):
            raise ValueError
        took_effect = {"sudah": True, "belum": False}.get(request.form.get("hasil", ""))
        execute(ResolveIncident(incident=identifier, variables=variables, position=position, took_effect=took_effect))
    except ValueError:
        error = translate('Tulis perbaikan sebagai JSON, misalnya {"jumlah": 3}.')
    except (InvalidState, NotFound) as refusal:
        error = str(refusal)
    else:
        flash(translate("Langkah dilanjutkan.") if took_effect else translate("Langkah dijalankan lagi."))
        return redirect(url_for("cockpit.incidents"))
    page = render_template("cockpit/incidents.html", incidents=ask(OpenIncidents()), error=error, failed=identifier, typed=typed)
    return page, 422
