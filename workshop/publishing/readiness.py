"""What stands between a package and being live: asked in one place for drafts, for installed packages and for those that are live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.core.context import QueryContext
from engine.model.errors import Problem
from workshop.drafts.draft_check import draft_problems
from workshop.trials.gate import UNTRIED, gate_problems
from workshop.trials.workbench import DraftWorkbench


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """`problems`: of the files and of the organisation, errors first; `gate`: of its trials, all of them errors."""

    problems: list[Problem]
    gate: list[Problem]

    @property
    def errors(self) -> list[Problem]:
        """Returns what keeps it from being published: where the files are wrong, their trials say nothing."""
        return [problem for problem in self.problems if problem.severity == "error"] or self.gate

    @property
    def told(self) -> list[Problem]:
        """Returns what an operator is told. Flows without a scenario are a warning: a package's own tests may go along them."""
        gate = [replace(problem, severity="warning") if problem.code == UNTRIED else problem for problem in self.gate]
        return [*self.problems, *gate]


def readiness_of(context: QueryContext, package: str, files: Mapping[str, bytes], bench: DraftWorkbench | None = None) -> Readiness:
    """`bench`: what has read these files already."""
    gate = list(gate_problems(bench or DraftWorkbench(context, files)))
    return Readiness(problems=draft_problems(context, package, files), gate=gate)
