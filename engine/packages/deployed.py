"""A process with the resources of its deployment that say what its variables are."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements import Process
from engine.dmn.decision import Decision
from engine.model.limited_json import read_json
from engine.packages.content_cache import ContentCache, digests
from engine.packages.decisions import decisions_of
from engine.packages.manifest import Callable as CallableProcess
from engine.packages.manifest import Manifest, ManifestError, read_manifest
from engine.packages.readings import lint_of_form, read_drawn, read_tables
from engine.packages.rules import PackageRules


@dataclass(frozen=True, kw_only=True)
class Deployed:
    #: what it follows from: two with the same are the same
    identity: Hashable
    process: Process
    manifest: Manifest | None
    #: id -> form-js schema
    forms: Mapping[str, Mapping[str, Any]]
    decisions: Mapping[str, Decision]
    #: the processes of the same deployment
    siblings: Mapping[str, Process]

    @property
    def callable(self) -> CallableProcess | None:
        """What the package declares of it for diagrams of other packages."""
        callables = self.manifest.callables if self.manifest else ()
        return next((item for item in callables if item.process == self.process.id), None)


#: a process of another deployment by its key; None: it is not there
Elsewhere = Callable[[str], Deployed | None]


def nowhere(process: str) -> Deployed | None:
    """No other deployment is known."""
    return None


def deployed_processes(resources: Mapping[str, bytes], rules: PackageRules, kept: ContentCache) -> dict[str, Deployed]:
    """Those of a package that nobody has deployed yet. What cannot be used is left out: the checks of that package tell it."""
    drawn = [read_drawn(kept, path, content) for path, content in resources.items() if path.endswith(".bpmn")]
    processes = {process.id: process for reading in drawn for process, _problems in reading.processes if process.executable}
    forms: dict[str, Mapping[str, Any]] = {}
    manifest = None
    for path, content in resources.items():
        if path.endswith(".form"):
            with contextlib.suppress(ValueError):
                schema = read_json(content)
                if isinstance(schema, dict) and not any(lint_of_form(kept, lint, content, schema) for lint in rules.form_lints):
                    forms[str(schema.get("id"))] = schema
        elif path == "process.toml":
            with contextlib.suppress(UnicodeDecodeError, tomllib.TOMLDecodeError, ManifestError):
                manifest = read_manifest(tomllib.loads(content.decode()), rules.sections)
    tables = {path: content for path, content in resources.items() if path.endswith(".dmn")}
    decisions = decisions_of(read_tables(kept, tables).models)
    return {
        key: Deployed(
            identity=(key, digests(resources)), process=process, manifest=manifest, forms=forms, decisions=decisions, siblings=processes
        )
        for key, process in processes.items()
    }


def called_from(deployed: Iterable[Deployed], elsewhere: Elsewhere) -> dict[str, Deployed]:
    """The processes of other deployments that these call, and those that they call in turn."""
    found: dict[str, Deployed] = {}
    waiting = list(deployed)
    while waiting:
        here = waiting.pop()
        for element in here.process.elements.values():
            key = element.extensions.called_process
            if not key or key.startswith("=") or key in here.siblings or key in found:
                continue
            if (other := elsewhere(key)) is not None:
                found[key] = other
                waiting.append(other)
    return found
