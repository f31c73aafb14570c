"""Roles and positions that a package's diagrams name but nobody fills: a task for them would become an incident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import or_, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.assignment import ALIASES, position_named, unit_named
from engine.model.errors import Problem
from engine.packages.assigned_names import AssignedName, assigned_names
from engine.packages.readings import read_drawn
from engine.persistence.tables.identity import Position


@dataclass(frozen=True, kw_only=True)
class UnfilledRoles(Query):
    """Answers warnings, not errors: the organisation may get the position later than the procedure."""

    permission: ClassVar[str] = "administer"

    #: path -> content
    resources: Mapping[str, bytes]

    def run(self, context: QueryContext) -> list[Problem]:
        packages, cache = context.platform.packages, context.platform.cache
        elsewhere = (
            process
            for package in packages
            for path, content in package.resources.items()
            if path.endswith(".bpmn")
            for process, _problems in read_drawn(cache, path, content).processes
            if process.executable
        )
        return [problem for name in assigned_names(self.resources, cache, elsewhere) if (problem := _problem(context, name))]


def _problem(context: QueryContext, name: AssignedName) -> Problem | None:
    if name.position:
        if position_named(context.session, name.position, context.today) is None:
            return _warning(name, "UNKNOWN_POSITION", f"The organisation has no position '{name.position}'.", position=name.position)
        return None
    role, _at, unit_name = name.group.partition("@") if name.group else (name.role, "", "")
    conditions: list[Any] = [
        Position.role.in_(ALIASES.get(role, (role,))),
        or_(Position.valid_to.is_(None), Position.valid_to > context.today),
    ]
    if name.group:
        unit = unit_named(context.session, unit_name, context.today)
        if not unit_name:  # the linter tells it, which needs no organisation for it
            return None
        if unit is None:
            return _warning(
                name, "UNKNOWN_UNIT", f"The organisation has no unit '{unit_name}', which '{name.group}' names.", unit=unit_name
            )
        conditions.append(Position.unit_id == unit.id)
    if context.session.scalars(select(Position.id).where(*conditions).limit(1)).first() is None:
        where = f" in the unit '{unit_name}'" if name.group else ""
        return _warning(name, "UNKNOWN_ROLE", f"No position has the role '{role}'{where}.", role=name.group or role)
    return None


def _warning(name: AssignedName, code: str, message: str, **values: str) -> Problem:
    return Problem(
        code=code,
        resource=name.resource,
        element=name.element,
        line=name.line,
        message=message,
        remedy="Correct the name, or add the position to the organisation first.",
        severity="warning",
        values=values,
    )
