"""Checks a draft before a proposal: no error, green scenarios, every flow covered or waived, data classes set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.core.form_validator import FormValidator
from engine.model.errors import DeploymentRejected, NotFound, Problem
from engine.packages.paths import SCENARIOS
from engine.packages.scenario import Scenario
from workshop.trials.trial import Trial
from workshop.trials.workbench import DraftWorkbench


@dataclass(frozen=True, kw_only=True)
class ScenarioResult:
    """`why`: code of its fault; empty: the outcome is as recorded."""

    scenario: Scenario
    trial: Trial | None
    why: str = ""


#: code of the finding that no scenario goes along some flows
UNTRIED = "FLOWS_UNTRIED"


def run_scenarios(bench: DraftWorkbench) -> dict[str, ScenarioResult]:
    return {key: _run_scenario(bench, scenario) for key, scenario in bench.scenarios.items()}


def _run_scenario(bench: DraftWorkbench, scenario: Scenario) -> ScenarioResult:
    try:
        trial = bench.run_scenario(scenario)
    except NotFound:
        return ScenarioResult(scenario=scenario, trial=None, why="PROCESS")
    except DeploymentRejected:
        return ScenarioResult(scenario=scenario, trial=None, why="LINT")
    if trial.stopped is not None:
        return ScenarioResult(scenario=scenario, trial=trial, why=trial.stopped.code)
    if trial.incidents:  # also one that a boundary event has ended: with a real case an operator has to look at it
        return ScenarioResult(scenario=scenario, trial=trial, why="INCIDENT")
    if scenario.expect is None:
        return ScenarioResult(scenario=scenario, trial=trial, why="NOT_TRIED")
    return ScenarioResult(scenario=scenario, trial=trial, why="" if trial.outcome == scenario.expect else "OUTCOME")


def gate_problems(bench: DraftWorkbench) -> Iterator[Problem]:
    """Returns errors beside those of the linter, for packages with a process."""
    tried = run_scenarios(bench)
    for key, item in tried.items():
        if item.why:
            values = {"scenario": item.scenario.name}
            message, remedy = f"The scenario '{item.scenario.name}' fails: {item.why}.", "Mend the draft, or record the scenario again."
            yield Problem(code="SCENARIO_RED", resource=f"{SCENARIOS}{key}.json", message=message, remedy=remedy, values=values)
    played = {key: item.trial for key, item in tried.items() if item.trial is not None}
    for process, playable in bench.processes.items():
        missing = bench.coverage(process, played).missing_flows
        if missing:
            first = playable.process.flows[missing[0]]
            yield Problem(
                code=UNTRIED,
                resource=playable.path,
                element=first.id,
                message=f"No scenario goes along {len(missing)} flows of '{process}'.",
                remedy="Try them, or waive them with a reason.",
                values={"count": str(len(missing)), "process": playable.process.name or process},
            )
    yield from _fields_without_data_class(bench.forms, bench.context.platform.forms)


def _fields_without_data_class(forms: Mapping[str, Mapping[str, Any]], validator: FormValidator) -> Iterator[Problem]:
    for key, schema in forms.items():
        components = schema.get("components", [])
        for item in components if isinstance(components, list) else []:
            named = isinstance(item, dict) and item.get("key") and validator.traits(item).classed
            if named and not (item.get("properties") or {}).get("dataClass"):
                message = f"The field '{item['key']}' has no data class."
                yield Problem(
                    code="FIELD_UNCLASSED", resource=key, element=str(item["key"]), message=message, remedy="Choose one in the form editor."
                )
