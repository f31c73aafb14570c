"""Packs and unpacks a package as one file, so that analysts' work goes to git and back without Python."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from uuid import UUID

from flask import send_file
from werkzeug.wrappers import Response

from engine.model.errors import DeploymentRejected, Problem
from engine.packages.paths import MOST_FILES, MOST_TOGETHER, is_allowed
from webui.access import permission
from webui.door import ask
from webui.workshop.blueprint import blueprint
from workshop.publishing.queries.package_draft_detail import PackageDraftDetail

#: files of a developer's folder that no draft has
LEFT_OUT = ("tests/", "README.md")
#: files whose name is made to fit (workshop/drafts/fitting_paths.py)
RENAMED = (".bpmn", ".dmn", ".form")


@blueprint.get("/perancang/draf/<uuid:draft>/unduh")
@permission("design")
def download_draft(draft: UUID) -> Response:
    view = ask(PackageDraftDetail(draft=draft))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in view.files.items():
            # the same draft gives the same bytes
            archive.writestr(zipfile.ZipInfo(f"{view.package}/{path}", (2026, 1, 1, 0, 0, 0)), content)
    made.seek(0)
    return send_file(made, mimetype="application/zip", as_attachment=True, download_name=f"{view.package}.zip")


def unpack(content: bytes) -> dict[str, bytes]:
    """Returns path in the package -> content. Raises DeploymentRejected for no such archive, one that is too large, or other content."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_TOGETHER:
                raise _refused("PACKAGE_LARGE", "The archive is too large.", f"Keep it to {MOST_FILES} files and {MOST_TOGETHER} bytes.")
            top = _top([entry.filename for entry in entries])
            wanted = {entry.filename.removeprefix(top): entry for entry in entries}
            wanted = {path: entry for path, entry in wanted.items() if not path.startswith(LEFT_OUT)}
            others = sorted(path for path in wanted if not (is_allowed(path) or path.casefold().endswith(RENAMED)))
            if others:
                message = f"The archive holds {', '.join(others[:5])}."
                raise _refused("PACKAGE_OTHER", message, "A package from the web holds diagrams, tables, forms, texts and templates only.")
            return {path: _read(archive, entry) for path, entry in wanted.items()}
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        raise _refused("PACKAGE_ZIP", "The file is no archive that can be opened.", "Export the package again.") from None


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Reads no more than the archive says, whatever it unpacks to."""
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise ValueError
    return content


def _top(names: list[str]) -> str:
    """Returns the one folder that holds everything, if there is one."""
    first = names[0].partition("/")[0] + "/" if names else ""
    return first if first and all(name.startswith(first) for name in names) else ""


def _refused(code: str, message: str, remedy: str) -> DeploymentRejected:
    return DeploymentRejected([Problem(code=code, message=message, remedy=remedy)])
