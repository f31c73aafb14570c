"""Finds titles of a package's files in their content: of the process, the tables, the steps that use a form, or the trial."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from engine.bpmn.reading.xml import parse_xml
from engine.model.errors import DeploymentRejected
from engine.model.limited_json import read_json
from engine.packages.paths import SCENARIOS, WAIVED


def file_titles(files: Mapping[str, bytes]) -> dict[str, str]:
    """Returns path -> title, for files with one."""
    diagrams = {path: _xml(content) for path, content in files.items() if path.endswith(".bpmn")}
    asking: dict[str, dict[str, None]] = {}
    for root in diagrams.values():
        for form, name in _asking(root) if root is not None else ():
            asking.setdefault(form, {})[name] = None
    found: dict[str, list[str]] = {}
    for path, content in files.items():
        suffix = PurePosixPath(path).suffix
        if suffix == ".bpmn":
            found[path] = _named(diagrams[path], "process")
        elif suffix == ".dmn":
            found[path] = _named(_xml(content), "decision")
        elif suffix == ".form":
            schema = _json(content)
            found[path] = [str(schema["name"])] if schema.get("name") else list(asking.get(str(schema.get("id")), ()))
        elif path.startswith(SCENARIOS) and path != WAIVED:
            found[path] = [str(_json(content).get("name") or "")]
    return {path: ", ".join(names) for path, names in found.items() if any(names)}


def package_title(manifest: bytes, key: str) -> str:
    """Returns the name in process.toml, also in a file with other mistakes; else the package's key."""
    try:
        return str(tomllib.loads(manifest.decode())["package"]["name"]) or key
    except (ValueError, KeyError, TypeError):
        return key


def _xml(content: bytes) -> Any:
    try:
        return parse_xml(content)
    except DeploymentRejected:
        return None


def _json(content: bytes) -> Mapping[str, Any]:
    try:
        document = read_json(content)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _named(root: Any, tag: str) -> list[str]:
    return [node.get("name") for node in root.iter(f"{{*}}{tag}") if node.get("name")] if root is not None else []


def _asking(root: Any) -> Iterator[tuple[str, str]]:
    """Returns form and name of each step with a form; an unnamed step has the name of the process around it."""
    for node in root.iter("{*}formDefinition"):
        holder = node.getparent()
        while holder is not None and not holder.get("name"):
            holder = holder.getparent()
        if node.get("formId") and holder is not None:
            yield node.get("formId"), holder.get("name")
