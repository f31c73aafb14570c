"""Plans a migration without changing anything: the instances that can move to another version, and the obstacles of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.bpmn.migration_obstacles import obstacles
from engine.core.context import QueryContext
from engine.core.instances.migration_scope import MigrationRequest
from engine.core.query import Query
from engine.model.errors import Obstacle
from engine.persistence.state_rows import WHOLE_STATE
from engine.persistence.tables.instances import ProcessInstance

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class RefusedInstance:
    instance: UUID
    business_key: str | None
    reasons: tuple[Obstacle, ...]


@dataclass(frozen=True, kw_only=True)
class MigrationPlan:
    source: UUID
    target: UUID
    source_version: int
    target_version: int
    #: process key -> old element id -> new element id, as it would be used
    mapping: Mapping[str, Mapping[str, str]]
    movable: int
    refused: tuple[RefusedInstance, ...]
    #: obstacle code and element -> how many instances meet it
    reasons: Mapping[tuple[str, str], int]


@dataclass(frozen=True, kw_only=True)
class PlanMigration(MigrationRequest, Query):
    """Changes nothing. Raises NotFound for a version that does not exist."""

    permission: ClassVar[str] = "design"

    def run(self, context: QueryContext) -> MigrationPlan:
        session = context.session
        source, target, routes, rows = self.scope(session, context.platform.definitions)
        refused: list[RefusedInstance] = []
        for start in range(0, len(rows), BATCH):
            part = {row.id: row for row in rows[start : start + BATCH]}
            states = session.execute(select(ProcessInstance.id, WHOLE_STATE).where(ProcessInstance.id.in_(part)))
            for identifier, state in states:
                route = routes[part[identifier].definition_id]
                reasons = obstacles(route.source.definition.process, route.target.definition.process, state, route.mapping)
                if reasons:
                    refused.append(RefusedInstance(instance=identifier, business_key=part[identifier].business_key, reasons=tuple(reasons)))
        counted: Counter[tuple[str, str]] = Counter((reason.code, reason.element) for item in refused for reason in item.reasons)
        mapping: dict[str, Any] = {route.source.key: dict(route.mapping) for route in routes.values() if route.mapping}
        return MigrationPlan(
            source=source.id,
            target=target.id,
            source_version=source.version,
            target_version=target.version,
            mapping=mapping,
            movable=len(rows) - len(refused),
            refused=tuple(refused),
            reasons=counted,
        )
