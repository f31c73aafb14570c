"""Groups the files of a draft in the order in which analysts work, under the titles that people gave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.packages.paths import SCENARIOS, WAIVED
from webui.i18n import translate

_KINDS = {".bpmn": "diagram", ".dmn": "decision", ".form": "form", ".typ": "document"}


@dataclass(frozen=True, kw_only=True)
class Content:
    path: str
    title: str


def file_groups(paths: Iterable[str], titles: Mapping[str, str]) -> dict[str, list[Content]]:
    """Returns kind -> its files: diagram, decision, form, trial, text, document; kinds without a file are left out."""
    found: dict[str, list[Content]] = {kind: [] for kind in ("diagram", "decision", "form", "trial", "text", "document")}
    for path in paths:
        kind = "trial" if path.startswith(SCENARIOS) else _KINDS.get(PurePosixPath(path).suffix, "text")
        found[kind].append(Content(path=path, title=title_of(path, titles)))
    return {kind: sorted(files, key=lambda file: file.title.casefold()) for kind, files in found.items() if files}


def title_of(path: str, titles: Mapping[str, str]) -> str:
    known = {
        "process.toml": translate("Keterangan bagi warga dan pegawai"),
        "locale/id.json": translate("Teks bahasa Indonesia"),
        "locale/en.json": translate("Teks bahasa Inggris"),
        WAIVED: translate("Alur yang tidak perlu diuji"),
    }
    return titles.get(path) or known.get(path) or PurePosixPath(path).stem.replace("_", " ").capitalize()
