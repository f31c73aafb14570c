"""Refuses ids that belong to another package: a package changes its own processes and decisions only."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model.errors import Problem
from engine.packages.checks import Checked
from engine.persistence.tables.definitions import DecisionDefinition, ProcessDefinition


def foreign_processes(session: Session, package: str, checked: Checked) -> list[Problem]:
    """Returns processes that belong to another package: two packages with one process would change each other's cases."""
    paths = {process.id: path for process, path in checked.processes}
    return [_problem(key, owner, paths[key]) for key, owner in _owners(session, ProcessDefinition, package, paths)]


def foreign_decisions(session: Session, package: str, checked: Checked) -> list[Problem]:
    """Returns decisions of other packages, for the workshop: any package calls them by id (record 10); only developers may replace one."""
    return [_problem(key, owner, "") for key, owner in _owners(session, DecisionDefinition, package, checked.decisions)]


def _problem(key: str, owner: str, path: str) -> Problem:
    return Problem(
        code="FOREIGN_ID",
        resource=path,
        element=key,
        message=f"The id '{key}' belongs to the package '{owner}'.",
        remedy="Choose another id, or change it in its own package.",
        values={"id": key, "package": owner},
    )


def _owners(
    session: Session, table: type[ProcessDefinition | DecisionDefinition], package: str, keys: Iterable[str]
) -> list[tuple[str, str]]:
    statement = select(table.key, table.package).where(table.key.in_(list(keys)), table.package != package).distinct()
    return sorted((key, owner) for key, owner in session.execute(statement))
