"""Offers the source of the running version to everybody who uses it over a network (AGPL-3.0, section 13; docs/decisions/0040).

Where the operator has set no address of the source, the page sends an archive of the files that run here, changed ones too.
"""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from flask import Blueprint, current_app, render_template
from flask import Response as FlaskResponse
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webui.access import public
from webui.limits import rate_limit
from webui.settings import ROOT

blueprint = Blueprint("source", __name__)
#: folders of the product, in a checkout and where it was installed; of what else lies beside them nothing is sent
INSTALLED = ("casework", "demo", "engine", "forms", "processes", "webui", "workshop")
#: folders and files of a checkout. A list, so that an operator's own file in the root stays there
CHECKOUT = (*INSTALLED, "benchmarks", "changelog.d", "docs", "tests", ".ci")
ROOT_FILES = (
    "run Procfile LICENSE NOTICE *.md conftest.py mkdocs.yml pyproject.toml setup.cfg requirements*.in requirements*.lock "
    ".coveragerc .editorconfig .gitignore .pre-commit-config.yaml"
)
#: made from other files, or downloaded
MADE = {"__pycache__", "node_modules", "built"}


@blueprint.get("/kode-sumber")
@public
def source_code() -> str:
    return render_template(
        "source_code.html",
        version=version(),
        address=current_app.config["SOURCE_ADDRESS"],
        complete=is_checkout(),
        notice=legal_text("NOTICE"),
    )


@blueprint.get("/kode-sumber/lisensi.txt")
@public
def licence() -> Response:
    return FlaskResponse(legal_text("LICENSE"), mimetype="text/plain")


@blueprint.get("/kode-sumber/alur.tar.gz")
@public
@rate_limit("60 per hour", reads=True)
def archive() -> Response:
    """Sends the archive, unless the operator has set an address: that one counts, and may hold more."""
    if current_app.config["SOURCE_ADDRESS"]:
        raise NotFound
    headers = {"Content-Disposition": f'attachment; filename="alur-{version()}.tar.gz"'}
    return FlaskResponse(pack(ROOT), mimetype="application/gzip", headers=headers)


def is_checkout(root: Path = ROOT) -> bool:
    """Whether the product runs from a checkout, whose files are its whole source; an installed one lacks tests and the editors' source."""
    return (root / "run").exists()


def version() -> str:
    try:
        return distribution("alur").version
    except PackageNotFoundError:  # a checkout that nobody has installed
        return ""


def legal_text(name: str) -> str:
    """Returns LICENSE or NOTICE: of the checkout, else as the installed product holds it."""
    if (ROOT / name).is_file():
        return (ROOT / name).read_text()
    found = next((file for file in distribution("alur").files or () if file.name == name), None)
    return found.read_text() if found else ""


def files_of(root: Path) -> Iterator[Path]:
    """Yields the source files under a root, in a fixed order, without made, hidden (perhaps secret) and outside files."""
    whole = root.resolve()
    patterns = [pattern for pattern in ROOT_FILES.split() if is_checkout(root)]
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    for folder in CHECKOUT if is_checkout(root) else INSTALLED:
        for path in (root / folder).rglob("*"):
            parts = path.relative_to(root / folder).parts
            if path.is_file() and not any(part in MADE or part.startswith(".") for part in parts) and path.suffix != ".pyc":
                found.add(path)
    return (path for path in sorted(found) if path.resolve().is_relative_to(whole))


@cache
def pack(root: Path) -> bytes:
    """Packs the files once for each process: some 4 MB in about a second. Times and owners are left out, which tell of the machine."""
    target = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=target, mode="wb", compresslevel=6, mtime=0) as pressed,
        tarfile.open(fileobj=pressed, mode="w") as archive_file,
    ):
        for path in files_of(root):
            content, entry = path.read_bytes(), tarfile.TarInfo(f"alur-{version()}/{path.relative_to(root).as_posix()}")
            entry.size, entry.mode = len(content), 0o755 if path.stat().st_mode & 0o100 else 0o644
            archive_file.addfile(entry, io.BytesIO(content))
    return target.getvalue()
