"""Lists positions and `role@unit` that the diagrams of a package name literally, without computed ones."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.elements import Element, Process
from engine.bpmn.reading.juel import is_juel
from engine.packages.content_cache import ContentCache
from engine.packages.given_roles import given_texts
from engine.packages.manifest import ManifestError, read_manifest
from engine.packages.readings import read_drawn


@dataclass(frozen=True, kw_only=True)
class AssignedName:
    """One name and where it stands. Exactly one of `position` (id or code), `group` (role@unit) and `role` is there."""

    resource: str
    element: str
    line: int | None = None
    position: str = ""
    group: str = ""
    role: str = ""


def assigned_names(resources: Mapping[str, bytes], kept: ContentCache, elsewhere: Iterable[Process] = ()) -> Iterator[AssignedName]:
    """Lists the names; unreadable files are left to the checks. `elsewhere`: processes of other packages, which these may call."""
    diagrams = {
        path: tuple(item for item, _problems in read_drawn(kept, path, content).processes if item.executable)
        for path, content in sorted(resources.items())
        if path.endswith(".bpmn")
    }
    callable_ones = {item.id: item for item in (*elsewhere, *(item for found in diagrams.values() for item in found))}
    for path, content in sorted(resources.items()):
        if path in diagrams:
            yield from _names_in_diagram(path, diagrams[path], callable_ones)
        elif path.endswith(".toml"):
            with contextlib.suppress(UnicodeDecodeError, tomllib.TOMLDecodeError, ManifestError):
                for case in read_manifest(tomllib.loads(content.decode()), {}).cases:
                    yield from (AssignedName(resource=path, element=case.process, role=role) for role in case.start_roles)


def _names_in_diagram(path: str, processes: Iterable[Process], callable_ones: Mapping[str, Process]) -> Iterator[AssignedName]:
    for process in processes:
        for element in process.elements.values():
            assignee, groups = element.extensions.assignee or "", element.extensions.candidate_groups or ""
            if element.kind == "userTask":
                yield from _names(path, element, assignee, position=True)
                yield from _names(path, element, groups, position=False)
                users = element.extensions.candidate_users or ""
                for user in () if _computed(users) else users.split(","):
                    yield from _names(path, element, user.strip(), position=True)
            called = callable_ones.get(element.extensions.called_process or "") if element.kind == "callActivity" else None
            for text, position in given_texts(element, called) if called else ():
                yield from _names(path, element, text, position=position)


def _names(path: str, element: Element, text: str, *, position: bool) -> Iterator[AssignedName]:
    """Returns the names of one position, or of groups separated by commas."""
    if not text or _computed(text):
        return
    if position:
        yield AssignedName(resource=path, element=element.id, line=element.line, position=text)
        return
    for group in filter(None, (part.strip() for part in text.split(","))):
        yield AssignedName(resource=path, element=element.id, line=element.line, group=group)


def _computed(text: str) -> bool:
    return text.startswith("=") or is_juel(text)
