"""Pages of publishing: a proposal with change and reason, the second person's approval, and the way back to an earlier version."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.model.errors import DeploymentRejected, InvalidState
from webui.access import permission
from webui.door import execute
from webui.i18n import date_time, translate, zone
from webui.workshop.blueprint import blueprint
from webui.workshop.comparison.compare import comparison
from webui.workshop.drafts.draft import page
from workshop.drafts.commands.discard_package_draft import DiscardPackageDraft
from workshop.errors import OwnDraft
from workshop.publishing.commands.propose_package import LONGEST, SHORTEST, ProposePackage
from workshop.publishing.commands.publish_package import PublishPackage
from workshop.publishing.commands.roll_back_package import RollBackPackage


@blueprint.post("/perancang/draf/<uuid:draft>/usulkan")
@permission("design")
def propose(draft: UUID) -> str | Response | tuple[str, int]:
    note = request.form.get("catatan", "")
    try:
        execute(ProposePackage(draft=draft, note=note))
    except DeploymentRejected:
        error = translate("Draf ini masih memuat kesalahan. Perbaiki dahulu yang tertulis di bawah Pemeriksaan.")
        return page(draft, error=error, at="catatan", note=note), 422
    except InvalidState:
        if SHORTEST <= len(note.strip()) <= LONGEST:
            raise
        error = translate("Tulis apa yang berubah dan mengapa, {shortest} sampai {longest} huruf.", shortest=SHORTEST, longest=LONGEST)
        return page(draft, error=error, at="catatan", note=note), 422
    flash(translate("Diusulkan. Orang lain sekarang dapat menyetujuinya."))
    return redirect(url_for("workshop.draft", draft=draft))


@blueprint.post("/perancang/draf/<uuid:draft>/terbitkan")
@permission("design", step_up=True)
def publish(draft: UUID) -> str | Response | tuple[str, int]:
    """Publishes. `mulai`: a local date and time; empty: now."""
    typed = request.form.get("mulai", "").strip()
    try:
        at = datetime.fromisoformat(typed).replace(tzinfo=zone()) if typed else None
        execute(PublishPackage(draft=draft, at=at))
    except ValueError:
        return comparison(
            draft, error=translate("Tulis tanggal dan jam mulai berlaku, misalnya {example}.", example="2026-12-01T22:00")
        ), 422
    except OwnDraft:
        error = translate("Anda ikut menulis atau mengusulkan draf ini. Orang lain yang harus menyetujuinya.")
        return comparison(draft, error=error), 422
    except DeploymentRejected as rejected:
        return page(draft, refused=rejected.problems), 422
    except InvalidState as refusal:
        told = {
            "base": translate("Versi lain sudah berlaku sementara itu. Buang draf ini, lalu mulai lagi dari versi yang berlaku."),
            "moment": translate("Pilih saat sesudah sekarang, paling lama 90 hari lagi."),
        }
        reason = refusal.details.get("reason")
        if reason not in told:
            raise
        return comparison(draft, error=told[reason], typed=typed), 422
    flash(
        translate("Disetujui. Berlaku mulai {when}.", when=date_time(at, year=True))
        if at
        else translate("Diterbitkan. Kasus yang berjalan tetap memakai versinya.")
    )
    return redirect(url_for("workshop.draft", draft=draft))


@blueprint.post("/perancang/draf/<uuid:draft>/buang")
@permission("design")
def discard(draft: UUID) -> Response:
    execute(DiscardPackageDraft(draft=draft))
    flash(translate("Draf dibuang. Yang berlaku tidak berubah."))
    return redirect(url_for("workshop.package_list"))


@blueprint.post("/perancang/versi/<uuid:deployment>/berlakukan")
@permission("design", step_up=True)
def roll_back(deployment: UUID) -> Response:
    made = execute(RollBackPackage(deployment=deployment))
    flash(translate("Versi itu berlaku lagi.") if made["new"] else translate("Versi itu sudah berlaku."))
    return redirect(url_for("workshop.package_list"))
