"""Packages for the archive: fetched by an administrator, and recorded as handed over by the minutes."""

from __future__ import annotations

import io
from uuid import UUID

from flask import flash, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from casework.privacy.commands.record_minutes import RecordMinutes
from casework.privacy.queries.handovers import HandoverToFetch
from engine.model.errors import InvalidState
from webui.access import permission
from webui.cockpit.retention import blueprint, render_retention
from webui.door import ask, execute
from webui.i18n import translate


@blueprint.get("/kokpit/masa-simpan/serah/<uuid:identifier>")
@permission("administer", step_up=True)
def fetch_package(identifier: UUID) -> Response:
    file = ask(HandoverToFetch(handover=identifier))
    return send_file(io.BytesIO(file.content()), mimetype="application/zip", as_attachment=True, download_name=file.name)


@blueprint.post("/kokpit/masa-simpan/serah/<uuid:identifier>/berita")
@permission("administer", step_up=True)
def record_minutes(identifier: UUID) -> Response | tuple[str, int]:
    minutes, digest = request.form.get("berita", "")[:500].strip(), request.form.get("sidik", "")[:200]
    try:
        execute(RecordMinutes(handover=identifier, minutes=minutes, sha256=digest))
    except InvalidState:
        error = translate("Tulis nomor dan tanggal berita acaranya, dan salin SHA-256 paket yang diterima lembaga kearsipan.")
        return render_retention(error=error, wrong=f"serah-{identifier}", typed=minutes)[0], 422
    flash(translate("Berita acara dicatat. Isi kasusnya dihapus dari sini sedikit demi sedikit; daftar sidik berkasnya tetap ada."))
    return redirect(url_for("retention.retention"))
