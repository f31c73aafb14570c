"""Checks a draft: the same checks as at deployment."""

from __future__ import annotations

from collections.abc import Mapping

from engine.core.context import QueryContext
from engine.core.deployment.called_processes import deployed_elsewhere
from engine.core.deployment.package_bounds import foreign_decisions, foreign_processes
from engine.model.errors import Problem
from engine.packages.checks import check_resources

_ORDER = ("error", "warning", "hint")


def draft_problems(context: QueryContext, package: str, files: Mapping[str, bytes]) -> list[Problem]:
    """Returns the problems, errors first."""
    packages = context.platform.packages
    elsewhere = deployed_elsewhere(context)
    checked = check_resources(
        files, job_types=packages.all_job_types, rules=packages.rules, kept=context.platform.cache, elsewhere=elsewhere
    )
    return sorted(
        [*checked.problems, *foreign_processes(context.session, package, checked), *foreign_decisions(context.session, package, checked)],
        key=lambda problem: (_ORDER.index(problem.severity), problem.resource, problem.line or 0),
    )
