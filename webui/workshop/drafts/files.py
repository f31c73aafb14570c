"""Downloads, uploads and removes files of a draft, and undoes a change."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from uuid import UUID

from flask import abort, flash, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from casework.documents.file_check import safe_name
from engine.model.errors import DeploymentRejected, Problem
from engine.packages.paths import MOST_BYTES, MOST_TOGETHER
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate
from webui.workshop.blueprint import blueprint
from webui.workshop.drafts.archive import unpack
from webui.workshop.drafts.draft import page
from workshop.drafts.commands.change_package_files import ChangePackageFiles
from workshop.drafts.commands.revert_draft_change import RevertDraftChange
from workshop.publishing.queries.package_draft_detail import PackageDraftDetail

#: where a file with this ending stands in a package
PLACES = {".form": "forms/", ".json": "locale/", ".typ": "documents/"}


@blueprint.get("/perancang/draf/<uuid:draft>/berkas/<path:path>")
@permission("design")
def download(draft: UUID, path: str) -> Response:
    content = ask(PackageDraftDetail(draft=draft)).files.get(path)
    if content is None:
        abort(404)
    name = PurePosixPath(path).name
    response = send_file(io.BytesIO(content), mimetype="application/octet-stream", as_attachment=True, download_name=name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@blueprint.post("/perancang/draf/<uuid:draft>/berkas")
@permission("design")
def upload(draft: UUID) -> str | Response | tuple[str, int]:
    """Takes some files, or a package as one .zip."""
    files: dict[str, bytes | None] = {}
    try:
        for sent in request.files.getlist("berkas"):
            name = safe_name(sent.filename or "")
            if name.endswith(".zip"):
                files |= unpack(sent.read(MOST_TOGETHER + 1))
            elif sent.filename:
                files[PLACES.get(PurePosixPath(name).suffix, "") + name] = sent.read(MOST_BYTES + 1)
            sent.close()
        if not files:
            raise DeploymentRejected([Problem(code="NO_FILE", message="No file was chosen.", remedy="Choose one or several.")])
        changed = execute(ChangePackageFiles(draft=draft, files=files))["changed"]
    except DeploymentRejected as rejected:
        return page(draft, refused=rejected.problems), 422
    flash(translate("Disimpan: {names}.", names=", ".join(changed)) if changed else translate("Tidak ada perubahan."))
    return redirect(url_for("workshop.draft", draft=draft))


@blueprint.post("/perancang/draf/<uuid:draft>/hapus-berkas")
@permission("design")
def remove(draft: UUID) -> Response:
    execute(ChangePackageFiles(draft=draft, files={request.form.get("berkas", ""): None}))
    flash(translate("Berkas diambil dari draf. Dari riwayat, berkas itu dapat dikembalikan."))
    return redirect(url_for("workshop.draft", draft=draft))


@blueprint.post("/perancang/draf/<uuid:draft>/kembalikan/<uuid:change>")
@permission("design")
def revert_change(draft: UUID, change: UUID) -> Response:
    execute(RevertDraftChange(draft=draft, change=change))
    flash(translate("Perubahan itu dibatalkan."))
    return redirect(url_for("workshop.draft", draft=draft))
