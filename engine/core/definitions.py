"""Definitions ready to be executed, kept per process by the id of their version: parsed once, read-only afterwards."""

from __future__ import annotations

import threading
import tomllib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine.bpmn.definition import Definition
from engine.bpmn.reading.diagram import Diagram
from engine.dmn.decision import Decision
from engine.model.errors import NotFound
from engine.model.rules import Rules, rules_of
from engine.packages.content_cache import ContentCache
from engine.packages.decisions import decisions_of
from engine.packages.manifest import Manifest, Sections, read_manifest
from engine.packages.readings import definition_of, models_of, read_drawn
from engine.persistence.base import json_loads
from engine.persistence.tables.definitions import DeployedResource, Deployment, ProcessDefinition

CAPACITY = 200
_LATEST = (
    select(ProcessDefinition.id).where(ProcessDefinition.key == bindparam("process")).order_by(ProcessDefinition.version.desc()).limit(1)
)


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A version of a process with everything of its deployment that it uses."""

    id: UUID
    key: str
    version: int
    package: str
    definition: Definition
    diagram: Diagram
    manifest: Manifest
    decisions: Mapping[str, Decision]
    forms: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, Mapping[str, str]]
    #: of documents, by their names
    templates: Mapping[str, str]


class DefinitionCache:
    def __init__(self, sections: Sections, kept: ContentCache) -> None:
        """`sections`: what rooms above the engine read of a package's manifest; `kept`: what was read of files before."""
        self._kept = kept
        self._sections = sections
        self._loaded: OrderedDict[UUID, Loaded] = OrderedDict()
        self._decisions: OrderedDict[UUID, Mapping[str, Decision]] = OrderedDict()
        self._lock = threading.Lock()

    def decisions(self, session: Session, deployment: UUID) -> Mapping[str, Decision]:
        """The decisions of a deployment by their ids."""
        with self._lock:
            if deployment in self._decisions:
                self._decisions.move_to_end(deployment)
                return self._decisions[deployment]
        resources = session.scalars(
            select(DeployedResource).where(DeployedResource.deployment_id == deployment, DeployedResource.kind == "dmn")
        ).all()
        found = decisions_of(models_of(self._kept, {item.path: item.content for item in resources}), _rules(session, deployment))
        with self._lock:
            self._decisions[deployment] = found
            while len(self._decisions) > CAPACITY:
                self._decisions.popitem(last=False)
        return found

    def get(self, session: Session, identifier: UUID) -> Loaded:
        with self._lock:
            found = self._loaded.get(identifier)
            if found is not None:
                self._loaded.move_to_end(identifier)
                return found
        loaded = _load(session, identifier, self._sections, self._kept)
        with self._lock:
            self._loaded[identifier] = loaded
            while len(self._loaded) > CAPACITY:
                self._loaded.popitem(last=False)
        return loaded

    def latest(self, session: Session, key: str, *, version_tag: str | None = None) -> Loaded:
        """The newest version of a process. Raises NotFound."""
        statement = _LATEST if version_tag is None else _LATEST.where(ProcessDefinition.version_tag == version_tag)
        identifier = session.execute(statement, {"process": key}).scalar()
        if identifier is None:
            raise NotFound(f"Expected a deployed process '{key}', but there is none.")
        return self.get(session, identifier)

    def of_deployment(self, session: Session, identifier: UUID, key: str) -> Loaded | None:
        """The process `key` of the same deployment as the version `identifier`."""
        deployment = select(ProcessDefinition.deployment_id).where(ProcessDefinition.id == identifier).scalar_subquery()
        found = session.execute(
            select(ProcessDefinition.id).where(ProcessDefinition.deployment_id == deployment, ProcessDefinition.key == key)
        ).scalar()
        return self.get(session, found) if found else None


def _rules(session: Session, deployment: UUID) -> Rules:
    return rules_of(session.scalars(select(Deployment.rules).where(Deployment.id == deployment)).one())


def _load(session: Session, identifier: UUID, sections: Sections, kept: ContentCache) -> Loaded:
    row = session.get(ProcessDefinition, identifier)
    if row is None:
        raise NotFound("Expected a deployed process, but there is none.")
    resources = session.scalars(select(DeployedResource).where(DeployedResource.deployment_id == row.deployment_id)).all()
    drawn = next(item for item in resources if item.id == row.resource_id)
    tables = {item.path: item.content for item in resources if item.kind == "dmn"}
    manifest = next((item for item in resources if item.kind == "manifest"), None)
    diagram, rules = read_drawn(kept, drawn.path, drawn.content).diagram, _rules(session, row.deployment_id)
    assert diagram is not None, "what cannot be read is not deployed"
    return Loaded(
        id=row.id,
        key=row.key,
        version=row.version,
        package=row.package,
        definition=definition_of(kept, drawn.path, drawn.content, row.key, tables, rules),
        diagram=diagram,
        manifest=read_manifest(tomllib.loads(manifest.content.decode()) if manifest else {"package": {"key": row.package}}, sections),
        decisions=decisions_of(models_of(kept, tables), rules),
        forms={item.key: json_loads(item.content.decode()) for item in resources if item.kind == "form"},
        texts={item.key: json_loads(item.content.decode()) for item in resources if item.kind == "texts"},
        templates={item.key: item.content.decode() for item in resources if item.kind == "template"},
    )
