"""What differs between two states of a package: by file, and in diagrams and forms by element and field, in the words of their authors."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import simplejson

from engine.bpmn.elements import Element, Process
from engine.bpmn.reading.diagram import read_diagram
from engine.model.errors import DeploymentRejected

#: lines of a comparison that are shown
MOST_LINES = 400
#: lines of both files beyond which nobody reads a comparison, and making it takes long
LONGEST = 40_000


@dataclass(frozen=True, kw_only=True)
class PartChange:
    """`kind`: added, removed, changed; `part`: the id of an element or the key of a field; `name` as it is now, or was."""

    kind: str
    part: str
    name: str


@dataclass(frozen=True, kw_only=True)
class FileChange:
    path: str
    kind: str
    parts: Sequence[PartChange]
    #: a unified comparison, without its heading
    lines: Sequence[str]


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[FileChange]:
    return [
        FileChange(
            path=path,
            kind="added" if path not in before else "removed" if path not in after else "changed",
            parts=tuple(_parts(path, before.get(path), after.get(path))),
            lines=tuple(_lines(before.get(path, b""), after.get(path, b""))),
        )
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    ]


def _parts(path: str, before: bytes | None, after: bytes | None) -> Iterator[PartChange]:
    read = _elements if path.endswith(".bpmn") else _fields if path.endswith(".form") else None
    if read is None:
        return
    old, new = read(before), read(after)
    for part in [*new, *(part for part in old if part not in new)]:
        if old.get(part) != new.get(part):
            kind = "added" if part not in old else "removed" if part not in new else "changed"
            yield PartChange(kind=kind, part=part, name=(new.get(part) or old[part])[0] or part)


def _elements(content: bytes | None) -> dict[str, tuple[str, Any]]:
    """Element or flow id -> (name, everything about it but where it stands in the file)."""
    if content is None:
        return {}
    try:
        processes = read_diagram(content).processes
    except DeploymentRejected:
        return {}
    found: dict[str, tuple[str, Any]] = {}
    for process in processes:
        found |= _of_process(process)
    return found


def _of_process(process: Process) -> dict[str, tuple[str, Any]]:
    found: dict[str, tuple[str, Any]] = {}
    for element in process.elements.values():
        found[element.id] = (element.name, _bare(element))
    for flow in process.flows.values():
        found[flow.id] = (flow.name, replace(flow, line=None))
    return found


def _bare(element: Element) -> Element:
    return replace(element, line=None)


def _fields(content: bytes | None) -> dict[str, tuple[str, Any]]:
    if content is None:
        return {}
    components = simplejson.loads(content).get("components", [])
    if not isinstance(components, list):
        return {}
    return {str(item.get("key") or item.get("id")): (str(item.get("label") or ""), item) for item in components if isinstance(item, dict)}


def _lines(before: bytes, after: bytes) -> Iterator[str]:
    old, new = (content.decode(errors="replace").splitlines() for content in (before, after))
    if len(old) + len(new) > LONGEST:
        return
    for number, line in enumerate(difflib.unified_diff(old, new, lineterm="", n=2)):
        if number >= MOST_LINES:
            return
        if number >= 2:  # without the names of the files
            yield line[:300]
