"""Downloads, uploads and removes files of a draft, and undoes a change."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from uuid import UUID

from flask import abort, flash, redirect, request, send_file, url_for
from werkzeug.datastructures import FileStorage
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
from workshop.drafts.fitting_paths import fitting_path
from workshop.publishing.queries.package_draft_detail import PackageDraftDetail

#: file -> its folder, where its content does not say of which kind it is
PLACES = {"id.json": "locale/", "en.json": "locale/"}


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
    renamed: list[str] = []
    try:
        brought = list(_brought(request.files.getlist("berkas")))
        known = ask(PackageDraftDetail(draft=draft)).files if brought else {}
        for name, content in brought:
            path = fitting_path(name, content, known, files)
            files[path] = content
            if PurePosixPath(path).name != PurePosixPath(name).name:
                renamed.append(translate("“{name}” disimpan sebagai {path}.", name=name, path=path))
        if not files:
            raise DeploymentRejected([Problem(code="NO_FILE", message="No file was chosen.", remedy="Choose one or several.")])
        changed = execute(ChangePackageFiles(draft=draft, files=files))["changed"]
    except DeploymentRejected as rejected:
        return page(draft, refused=rejected.problems), 422
    flash(translate("Disimpan: {names}.", names=", ".join(changed)) if changed else translate("Tidak ada perubahan."))
    for sentence in renamed:
        flash(sentence)
    return redirect(url_for("workshop.draft", draft=draft))


def _brought(uploads: Iterable[FileStorage]) -> Iterator[tuple[str, bytes]]:
    """Returns name and content of each file, also of those in an archive."""
    for upload in uploads:
        name = safe_name(upload.filename or "")
        if name.endswith(".zip"):
            yield from unpack(upload.read(MOST_TOGETHER + 1)).items()
        elif upload.filename:
            yield PLACES.get(PurePosixPath(name).name, "") + name, upload.read(MOST_BYTES + 1)
        upload.close()


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
