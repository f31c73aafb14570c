"""The page of retention: which cases' time is over or will be, what follows, approvals and legal holds."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.privacy.commands.approve_erasure import ApproveErasure
from casework.privacy.commands.lift_legal_hold import LiftLegalHold
from casework.privacy.commands.place_legal_hold import PlaceLegalHold
from casework.privacy.queries.retention_due import RetentionDue
from engine.model.errors import InvalidState
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate

blueprint = Blueprint("retention", __name__)


@blueprint.get("/kokpit/masa-simpan")
@permission("operate")
def retention() -> str | tuple[str, int]:
    return _page()


@blueprint.post("/kokpit/masa-simpan/setujui")
@permission("administer", step_up=True)
def approve() -> str | Response | tuple[str, int]:
    process, until, basis = (request.form.get(name, "")[:500].strip() for name in ("proses", "sampai", "dasar"))
    try:
        execute(ApproveErasure(process=process, due_until=until, basis=basis))
    except InvalidState:
        return _page(error=translate("Tulis nomor dan tanggal persetujuan pemusnahan."), wrong=process, typed=basis)[0], 422
    flash(translate("Persetujuan dicatat. Kasus yang tidak ditahan dimusnahkan sedikit demi sedikit."))
    return redirect(url_for("retention.retention"))


@blueprint.post("/kokpit/masa-simpan/<uuid:identifier>/tahan")
@permission("administer", step_up=True)
def hold(identifier: UUID) -> str | Response | tuple[str, int]:
    lifts, reason = request.form.get("lepas") == "ya", request.form.get("alasan", "")[:500].strip()
    try:
        execute(LiftLegalHold(case=identifier, reason=reason) if lifts else PlaceLegalHold(case=identifier, reason=reason))
    except InvalidState:
        error = translate("Tulis alasannya. Bila sudah ditulis, orang lain baru saja mengubah penahanan kasus ini.")
        return _page(error=error, wrong=str(identifier), typed=reason)[0], 422
    flash(translate("Penahanan dilepas.") if lifts else translate("Kasus ditahan dan tidak akan dimusnahkan."))
    return redirect(url_for("retention.retention"))


def fate_words(fate: str) -> str:
    return {
        "DESTROY": translate("dimusnahkan"),
        "ARCHIVE": translate("diserahkan ke lembaga kearsipan (permanen)"),
        "JUDGE": translate("dinilai kembali"),
    }[fate]


def _page(*, error: str = "", wrong: str = "", typed: str = "") -> tuple[str, int]:
    written, status, until = request.args.get("sampai", "").strip(), 200, None
    if written:
        try:
            until = date.fromisoformat(written)
        except ValueError:
            error, wrong, status = translate("Tulis tanggal, misalnya 2028-01-01."), "sampai", 422
    cases = ask(RetentionDue(until=until))
    page = render_template(
        "cockpit/retention.html",
        groups=[(process, [case for case in cases if case.process == process]) for process in sorted({case.process for case in cases})],
        fate_words=fate_words,
        until=until,
        written=written,
        error=error,
        wrong=wrong,
        typed=typed,
    )
    return page, status
