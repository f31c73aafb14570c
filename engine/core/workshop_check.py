"""What is wrong with a draft: the same checks as at deployment, and whom its diagrams name that nobody bears."""

from __future__ import annotations

from collections.abc import Mapping

from engine.core.context import QueryContext
from engine.model.errors import Problem
from engine.packages.checks import check_resources

_ORDER = ("error", "warning", "hint")


def draft_problems(context: QueryContext, files: Mapping[str, bytes]) -> list[Problem]:
    """Errors first."""
    found = check_resources(files, job_types=context.platform.packages.job_types).problems
    return sorted(found, key=lambda problem: (_ORDER.index(problem.severity), problem.resource, problem.line or 0))
