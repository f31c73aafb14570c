"""Creates a package: from a starter, or as a copy of another one, under its own name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.model.errors import DeploymentRejected, InvalidState
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate
from webui.workshop.blueprint import blueprint
from workshop.drafts.commands.create_package_draft import CreatePackageDraft
from workshop.drafts.queries.package_source import PackageSource
from workshop.drafts.rename_package import rename_package
from workshop.publishing.queries.workshop_packages import WorkshopPackages

STARTERS = Path(__file__).parent / "starters"
LONGEST_KEY = 36


def starter_words() -> dict[str, tuple[str, str]]:
    """Returns key -> name and purpose of each starter."""
    return {
        "permohonan": (translate("Permohonan internal"), translate("Pegawai mengajukan, atasan memutuskan.")),
        "layanan": (
            translate("Layanan warga"),
            translate("Warga mengajukan, petugas memeriksa kelengkapan, pejabat memutuskan; dengan tabel batas waktu dan pemberitahuan."),
        ),
        "kosong": (translate("Hampir kosong"), translate("Satu langkah saja, untuk menggambar sendiri.")),
    }


@blueprint.get("/perancang/baru")
@permission("design")
def create() -> str:
    return _page()


@blueprint.post("/perancang/baru")
@permission("design")
def make() -> str | Response | tuple[str, int]:
    name, source = request.form.get("nama", "").strip(), request.form.get("dari", "")
    key = key_of(name)
    if not 3 <= len(name) <= 80 or len(key) < 2:
        return _page(error=translate("Beri paket ini nama, 3 sampai 80 huruf."), at="nama"), 422
    try:
        files = rename_package(_files(source), source.removeprefix("paket:"), key, name=name)
        draft = execute(CreatePackageDraft(package=key, files=files))["draft"]
    except InvalidState:
        return _page(error=translate("Sudah ada paket dengan nama seperti itu. Pilih nama lain."), at="nama"), 422
    except (DeploymentRejected, ValueError):
        return _page(error=translate("Paket itu tidak dapat disalin: berkasnya tidak dapat dibaca."), at="dari"), 422
    return redirect(url_for("workshop.draft", draft=draft))


def key_of(name: str) -> str:
    """Makes a package's key of a name: small characters, digits and _."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_KEY].strip("_")
    return key if not key or key[0].isalpha() else f"p_{key}"


def _files(source: str) -> Mapping[str, bytes]:
    if source.startswith("paket:"):
        files: Mapping[str, bytes] = ask(PackageSource(package=source.removeprefix("paket:")))
        return files
    if source not in starter_words():
        abort(404)
    folder = STARTERS / source
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _page(*, error: str = "", at: str = "") -> str:
    return render_template(
        "workshop/create.html", starters=starter_words(), rows=ask(WorkshopPackages()), error=error, at=at, typed=request.form
    )
