"""Lists positions and `role@unit` that the diagrams of a package name literally, without computed ones."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.reading.juel import is_juel
from engine.model.errors import DeploymentRejected
from engine.packages.manifest import ManifestError, read_manifest


@dataclass(frozen=True, kw_only=True)
class AssignedName:
    """One name and where it stands. Exactly one of `position` (id or code), `group` (role@unit) and `role` is there."""

    resource: str
    element: str
    line: int | None = None
    position: str = ""
    group: str = ""
    role: str = ""


def assigned_names(resources: Mapping[str, bytes]) -> Iterator[AssignedName]:
    """What cannot be read is left to those who check the package."""
    for path, content in sorted(resources.items()):
        if path.endswith(".bpmn"):
            with contextlib.suppress(DeploymentRejected):
                yield from _names_in_diagram(path, content)
        elif path.endswith(".toml"):
            with contextlib.suppress(UnicodeDecodeError, tomllib.TOMLDecodeError, ManifestError):
                for case in read_manifest(tomllib.loads(content.decode()), {}).cases:
                    yield from (AssignedName(resource=path, element=case.process, role=role) for role in case.start_roles)


def _names_in_diagram(path: str, content: bytes) -> Iterator[AssignedName]:
    for process in read_diagram(content, resource=path).processes:
        for element in process.elements.values():
            assignee, groups = element.extensions.assignee or "", element.extensions.candidate_groups or ""
            if element.kind != "userTask":
                continue
            users = element.extensions.candidate_users or ""
            named = [assignee, *(() if _computed(users) else (part.strip() for part in users.split(",")))]
            for position in filter(None, named):
                if not _computed(position):
                    yield AssignedName(resource=path, element=element.id, line=element.line, position=position)
            if groups and not _computed(groups):
                for group in filter(None, (part.strip() for part in groups.split(","))):
                    yield AssignedName(resource=path, element=element.id, line=element.line, group=group)


def _computed(text: str) -> bool:
    return text.startswith("=") or is_juel(text)
