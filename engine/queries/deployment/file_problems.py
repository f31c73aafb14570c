"""Lints a diagram or a table without storing it: the same reader and linter as at deployment."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from engine.bpmn.lint.drawing import hints
from engine.bpmn.reading.diagram import read_diagram
from engine.core.context import QueryContext
from engine.core.deployment.called_processes import deployed_elsewhere
from engine.core.query import Query
from engine.model.errors import DeploymentRejected, Problem
from engine.packages.checks import check_resources
from engine.queries.people.unfilled_roles import UnfilledRoles

_ORDER = ("error", "warning", "hint")


@dataclass(frozen=True, kw_only=True)
class FileProblems(Query):
    """Answers errors first, then warnings, also of roles that nobody fills, then hints on the drawing."""

    permission: ClassVar[str] = "administer"

    name: str
    content: bytes

    def run(self, context: QueryContext) -> list[Problem]:
        packages, files = context.platform.packages, {self.name: self.content}
        elsewhere = deployed_elsewhere(context)
        checked = check_resources(
            files, job_types=packages.all_job_types, rules=packages.rules, kept=context.platform.cache, elsewhere=elsewhere
        )
        problems = [*checked.problems, *self._hints(), *UnfilledRoles(resources=files).run(context)]
        return sorted(problems, key=lambda problem: _ORDER.index(problem.severity))

    def _hints(self) -> list[Problem]:
        """Returns hints on the drawing of a diagram; an unreadable file has been reported already."""
        if self.name.endswith(".bpmn"):
            with suppress(DeploymentRejected):
                return hints(read_diagram(self.content, resource=self.name).root, self.name)
        return []
