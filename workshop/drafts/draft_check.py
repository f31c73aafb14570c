"""Checks a draft: the checks of a deployment, and those of the operator's page that ask the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.bpmn.elements import Process
from engine.core.context import QueryContext
from engine.core.deployment.called_processes import deployed_elsewhere
from engine.core.deployment.package_bounds import foreign_decisions, foreign_processes
from engine.model.errors import Problem
from engine.packages.checks import check_resources
from engine.packages.given_roles import check_calls
from engine.queries.people.unfilled_roles import UnfilledRoles

_ORDER = ("error", "warning", "hint")


def draft_problems(context: QueryContext, package: str, files: Mapping[str, bytes]) -> list[Problem]:
    """Returns the problems, errors first.

    A role that nobody fills is an error here, and so is a call of what is not there, or one that leaves out by whom a task is done:
    what goes live from the workshop serves at once, and the first case would stop there.
    A package that comes with the product is deployed with a warning instead, as its organisation may be imported later.
    """
    packages = context.platform.packages
    elsewhere = deployed_elsewhere(context)
    checked = check_resources(
        files, job_types=packages.all_job_types, rules=packages.rules, kept=context.platform.cache, elsewhere=elsewhere
    )
    siblings = {process.id: process for process, _path in checked.processes}

    def called_process(key: str) -> Process | None:
        there = None if key in siblings else elsewhere(key)
        return siblings.get(key) or (there.process if there else None)

    calls = [replace(problem, severity="error") for problem in check_calls(checked.processes, called_process)]
    unfilled = [replace(problem, severity="error") for problem in UnfilledRoles(resources=files).run(context)]
    foreign = [*foreign_processes(context.session, package, checked), *foreign_decisions(context.session, package, checked)]
    return sorted(
        [*checked.problems, *calls, *unfilled, *foreign],
        key=lambda problem: (_ORDER.index(problem.severity), problem.resource, problem.line or 0),
    )
