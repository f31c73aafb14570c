"""Edits the texts of a service, and the roles that may start a case, in process.toml."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.services.service import STANDARD
from engine.model.errors import DeploymentRejected
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate
from webui.rendering.standard_headings import headings
from webui.workshop.blueprint import blueprint
from webui.workshop.drafts.draft import page as draft_page
from webui.workshop.drafts.manifest_text import LISTS, TextField, Unwritable, fields_of, write_texts
from workshop.drafts.commands.change_package_files import ChangePackageFiles
from workshop.drafts.queries.draft_file_editor import DraftFileEditor, DraftFileEditorView

FILE = "process.toml"
MAX_LENGTH = 5_000


@blueprint.get("/perancang/draf/<uuid:draft>/keterangan")
@permission("design")
def service_text(draft: UUID) -> str | tuple[str, int]:
    view: DraftFileEditorView = ask(DraftFileEditor(draft=draft, path=FILE))
    try:
        fields = fields_of(view.content)
    except Unwritable:
        return draft_page(draft, refused=[problem for problem in view.problems if problem.resource == FILE]), 422
    groups = [(title, list(items)) for title, items in groupby(fields, key=_group)]
    problems = [problem for problem in view.problems if problem.resource == FILE and problem.severity == "error"]
    return render_template("workshop/service_text.html", view=view, groups=groups, labels=_labels(), problems=problems, lists=LISTS)


@blueprint.post("/perancang/draf/<uuid:draft>/keterangan")
@permission("design")
def save_text(draft: UUID) -> Response | tuple[str, int]:
    view: DraftFileEditorView = ask(DraftFileEditor(draft=draft, path=FILE))
    given = {name: value[:MAX_LENGTH] for name, value in request.form.items() if name != "csrf_token"}
    try:
        made = write_texts(view.content, given)
        execute(ChangePackageFiles(draft=draft, files={FILE: made}))
    except (Unwritable, DeploymentRejected) as refused:
        return draft_page(draft, refused=list(getattr(refused, "problems", view.problems))), 422
    flash(translate("Disimpan: {names}.", names=FILE))
    return redirect(url_for("workshop.service_text", draft=draft))


def _group(field: TextField) -> str:
    """A heading of the page."""
    if field.path[0] == "package":
        return translate("Nama")
    if field.path[0] == "case":
        return translate("Siapa yang boleh memulai, dan berapa lama disimpan")
    if "stage" in field.path:
        return translate("Tahap yang dilihat pemohon")
    return translate("Standar pelayanan") if field.part in STANDARD and "standard" in field.path else translate("Halaman layanan")


def _labels() -> dict[str, str]:
    return {
        "package.name": translate("Nama prosedurnya"),
        "start_roles": translate("Peran yang boleh memulai"),
        "retention_years": translate("Disimpan berapa tahun setelah selesai"),
        "name": translate("Nama layanan"),
        "summary": translate("Untuk apa layanan ini"),
        "time": translate("Berapa lama"),
        "time_note": translate("Keterangan waktu"),
        "fee": translate("Biaya"),
        "fee_note": translate("Keterangan biaya"),
        "result": translate("Hasil"),
        "result_note": translate("Keterangan hasil"),
        "eligibility": translate("Siapa yang tidak perlu atau tidak dapat mengajukan"),
        "prepare": translate("Yang disiapkan"),
        "words": translate("Kata lain yang dipakai orang untuk mencarinya"),
        "stage.name": translate("Nama tahap"),
        "stage.text": translate("Apa yang terjadi pada tahap itu"),
        "stage.unit": translate("Kode unit yang mengerjakannya"),
        **headings(),
    }
