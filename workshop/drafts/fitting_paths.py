"""Finds the path in a package for a file that somebody brings, whatever its name: `Izin Usaha (v2).bpmn`, `proses.bpmn20.xml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping
from itertools import count
from pathlib import PurePosixPath

from engine.bpmn.reading.xml import parse_xml
from engine.model.errors import DeploymentRejected
from engine.model.limited_json import read_json
from engine.packages.paths import is_allowed

#: kind of file -> where it stands in a package, and its name where its own says nothing
_PLACES = {".bpmn": ("", "diagram"), ".dmn": ("", "tabel"), ".form": ("forms/", "formulir"), ".typ": ("documents/", "dokumen")}
_ROOTS = {"{http://www.omg.org/spec/BPMN/20100524/MODEL}definitions": ".bpmn"}
_DMN = re.compile(r"\{https?://www\.omg\.org/spec/DMN/[^}]*\}definitions")
#: what browsers and people add to the name of another copy
_COPY = re.compile(r"\s*(?:\(\d+\)|[-–_ ]+(?:copy|salinan|kopi)(?:\s*\d*)?)\s*$", re.IGNORECASE)
_LONGEST = 60


def fitting_path(name: str, content: bytes, files: Mapping[str, bytes], taken: Container[str] = ()) -> str:
    """Returns the path under which a file is stored. `files`: path -> content of what the draft holds; `taken`: paths of other new files.

    A name that fits stays. Else a file with the same process, decision or form id is replaced, as a download that comes back is;
    else the name is written as a package needs it, with a number where another file has it. A file of no known kind keeps its name,
    and is refused with it.
    """
    kind = _kind(name, content)
    place, otherwise = _PLACES.get(kind, ("", ""))
    path = place + PurePosixPath(name).name if kind else name
    if not kind or is_allowed(path):
        return path
    identities = _identities(kind, content)
    for known, other in sorted(files.items()):
        if identities and known not in taken and known.endswith(kind) and identities & _identities(kind, other):
            return known
    stem = _plain(PurePosixPath(name).name, kind) or otherwise
    candidates = (f"{place}{stem}{'' if number == 1 else f'_{number}'}{kind}" for number in count(1))
    return next(path for path in candidates if path not in files and path not in taken)


def _kind(name: str, content: bytes) -> str:
    """Returns the ending that fits the content, or what the name says; empty where neither is of a known kind."""
    suffix = PurePosixPath(name.casefold()).suffix
    if suffix in (".xml", ".bpmn2", ".bpmn", ".dmn"):
        try:
            tag = str(parse_xml(content).tag)
        except DeploymentRejected:
            return suffix if suffix in _PLACES else ""
        return _ROOTS.get(tag) or (".dmn" if _DMN.fullmatch(tag) else suffix if suffix in _PLACES else "")
    if suffix == ".json" and isinstance(_json(content).get("components"), list):
        return ".form"
    return suffix if suffix in _PLACES else ""


def _plain(name: str, kind: str) -> str:
    stem = name
    while PurePosixPath(stem).suffix.casefold() in (kind, ".xml", ".json", ".bpmn20", ".bpmn2", ".dmn11", ".dmn13"):
        stem = PurePosixPath(stem).stem
    stem = _COPY.sub("", stem)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().casefold()
    plain = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    plain = plain if not plain or plain[0].isalpha() else f"berkas_{plain}"
    return plain[: _LONGEST - 4].rstrip("_")


def _identities(kind: str, content: bytes) -> set[str]:
    """Returns the ids by which a package knows the file: of its processes, decisions or form."""
    if kind == ".form":
        return {str(_json(content).get("id"))} - {"None", ""}
    if kind not in (".bpmn", ".dmn"):
        return set()
    try:
        root = parse_xml(content)
    except DeploymentRejected:
        return set()
    wanted = "process" if kind == ".bpmn" else "decision"
    return {child.get("id") for child in root if isinstance(child.tag, str) and child.tag.endswith("}" + wanted)} - {None}


def _json(content: bytes) -> Mapping[str, object]:
    try:
        found = read_json(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
