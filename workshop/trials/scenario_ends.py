"""Finds the end events that the scenarios of a package reach, played without a database, for `alur packages check`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from casework.services.service import service_of
from engine.bpmn.definition import Definition
from engine.core.form_validator import FormValidator
from engine.dmn.decision import Decision
from engine.model.limited_json import read_json
from engine.packages.content_cache import ContentCache
from engine.packages.decisions import decisions_of
from engine.packages.package import Package
from engine.packages.paths import SCENARIOS, WAIVED
from engine.packages.readings import read_drawn, read_tables
from engine.packages.scenario import Scenario, ScenarioError, read_scenario
from workshop.trials.trial import APPLICANT, OFFICER, Trial


def ends_of_scenarios(
    package: Package, installed: Iterable[Package] = (), *, validator: FormValidator, zone: ZoneInfo
) -> set[tuple[str, str]]:
    """Returns diagram and end event. Only scenarios with their recorded outcome count; broken ones are reported elsewhere.

    Without an organisation each case is begun by an employee of no unit in particular, or by an applicant.
    """
    kept = ContentCache()
    decisions = _decisions(kept, (*installed, package))
    definitions, called = _definitions(kept, package)
    forms = dict(_forms(package))
    found: set[tuple[str, str]] = set()
    for scenario in _scenarios(package):
        path, definition = definitions.get(scenario.process, ("", None))
        if definition is None or scenario.expect is None:
            continue
        applied_for = package.manifest is not None and service_of(package.manifest, scenario.process) is not None
        trial = Trial(
            definition,
            scenario,
            forms=forms,
            validator=validator,
            zone=zone,
            decisions={call: decisions[call.decision] for call in definition.decision_calls if call.decision in decisions},
            initiator=APPLICANT if applied_for else OFFICER,
            called=scenario.process in called,
        )
        if trial.stopped is None and not trial.incidents and trial.outcome == scenario.expect:
            found |= {(path, end) for end in trial.ends}
    return found


def _scenarios(package: Package) -> Iterator[Scenario]:
    for path, content in package.resources.items():
        if path.startswith(SCENARIOS) and path != WAIVED:
            with contextlib.suppress(ScenarioError):
                yield read_scenario(content)


def _decisions(kept: ContentCache, packages: Iterable[Package]) -> dict[str, Decision]:
    """Reads the decisions of all packages, as they would be live; those of a later package replace those of an earlier one."""
    found: dict[str, Decision] = {}
    for package in packages:
        tables = {path: data for path, data in package.resources.items() if path.endswith(".dmn")}
        found |= decisions_of(read_tables(kept, tables).models)
    return found


def _definitions(kept: ContentCache, package: Package) -> tuple[dict[str, tuple[str, Definition]], set[str]]:
    """Returns process -> its diagram and definition, for executable ones, and the processes that others call."""
    found: dict[str, tuple[str, Definition]] = {}
    own = _decisions(kept, [package])
    called = {item.process for item in package.manifest.callables} if package.manifest else set()
    for path, content in package.resources.items():
        if path.endswith(".bpmn"):
            for process, problems in read_drawn(kept, path, content).processes:
                if not any(problem.severity == "error" for problem in problems):
                    found[process.id] = path, Definition(process, own)
                called |= {name for element in process.elements.values() if (name := element.extensions.called_process)}
    return found, called


def _forms(package: Package) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, content in package.resources.items():
        if path.endswith(".form"):
            with contextlib.suppress(ValueError, AttributeError):
                schema = read_json(content)
                yield str(schema.get("id", "")), schema
