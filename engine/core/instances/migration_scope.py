"""Finds the instances of a migration, and the version that each goes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import case, null, select
from sqlalchemy.orm import Session, aliased

from engine.bpmn.suggest_mapping import suggest_mapping
from engine.core.definitions import DefinitionCache, Loaded
from engine.model.errors import NotFound
from engine.persistence.tables.definitions import ProcessDefinition
from engine.persistence.tables.instances import ProcessInstance


class VersionStep(NamedTuple):
    """A version that instances leave, the one that they go to, and how ids change."""

    source: Loaded
    target: Loaded
    mapping: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class MigrationRequest:
    """The cases that shall migrate, and their target: the input of the dry run and of the migration alike."""

    process: str
    source_version: int
    #: None: the newest
    target_version: int | None = None
    #: process key -> old element id -> new element id; what is missing is suggested
    mapping: dict[str, dict[str, str]] = field(default_factory=dict)
    #: called cases of the same deployment follow; else they stay on their version
    children: bool = True

    def scope(self, session: Session, cache: DefinitionCache) -> MigrationScope:
        """Returns the instances and their steps. Raises NotFound for a version that does not exist."""
        source, target = version(session, self.process, self.source_version), version(session, self.process, self.target_version)
        found = version_steps(session, cache, source.id, target.id, self.mapping, children=self.children)
        return MigrationScope(source, target, found, list(_cases(session, found, source.id)))


class MigrationScope(NamedTuple):
    source: ProcessDefinition
    target: ProcessDefinition
    routes: Mapping[UUID, VersionStep]
    #: (id, definition id, number) of each case
    cases: list[Any]


def version(session: Session, key: str, number: int | None) -> ProcessDefinition:
    """Returns a version of a process by its number, or the newest. Raises NotFound."""
    statement = select(ProcessDefinition).where(ProcessDefinition.key == key).order_by(ProcessDefinition.version.desc())
    if number is not None:
        statement = statement.where(ProcessDefinition.version == number)
    row = session.scalars(statement.limit(1)).first()
    if row is None:
        wanted = f"version {number} of the process '{key}'" if number is not None else f"a deployed process '{key}'"
        raise NotFound(f"Expected {wanted}, but there is none.")
    return row


def version_steps(
    session: Session, cache: DefinitionCache, source: UUID, target: UUID, mapping: Mapping[str, Any], *, children: bool
) -> dict[UUID, VersionStep]:
    """Returns steps by the definition that instances leave. `children`: also the called processes of the same deployment.

    `mapping`: process key -> old id -> new id; where it says nothing of a process, what can be suggested.
    """
    found = {source: _version_step(session, cache, source, target, mapping)}
    if children:
        old, new = aliased(ProcessDefinition), aliased(ProcessDefinition)
        deployments = {
            item.id: item.deployment_id for item in (session.get_one(ProcessDefinition, source), session.get_one(ProcessDefinition, target))
        }
        pairs = select(old.id, new.id).where(
            old.deployment_id == deployments[source], new.deployment_id == deployments[target], old.key == new.key, old.id != source
        )
        for before, after in session.execute(pairs):
            found[before] = _version_step(session, cache, before, after, mapping)
    return found


def _version_step(session: Session, cache: DefinitionCache, source: UUID, target: UUID, mapping: Mapping[str, Any]) -> VersionStep:
    before, after = cache.get(session, source), cache.get(session, target)
    suggested = suggest_mapping(before.definition.process, after.definition.process)
    given = mapping.get(before.key, {})
    return VersionStep(before, after, {**{old: new for old, new in suggested.items() if new not in given.values()}, **given})


def _cases(session: Session, found: Mapping[UUID, VersionStep], source: UUID) -> Iterator[Any]:
    """Returns the active instances of the version, and the instances that they call where a step covers these."""
    roots = select(ProcessInstance.root_id).where(ProcessInstance.definition_id == source, ProcessInstance.status == "ACTIVE")
    # a confidential case moves like any other, and its number is shown to nobody who does not see it
    number = case((ProcessInstance.confidential, null()), else_=ProcessInstance.business_key).label("business_key")
    statement = (
        select(ProcessInstance.id, ProcessInstance.definition_id, number)
        .where(ProcessInstance.status == "ACTIVE", ProcessInstance.definition_id.in_(found))
        .where((ProcessInstance.definition_id == source) | ProcessInstance.root_id.in_(roots))
        .order_by(ProcessInstance.started_at, ProcessInstance.id)
    )
    yield from session.execute(statement)
