"""Reads the decision models of a deployment together, because they may import each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.bpmn.reading.xml import parse_xml
from engine.dmn.decision import Decision
from engine.dmn.elements import DecisionElement, DecisionService, Definitions
from engine.dmn.linter import DecisionFinding, lint_model
from engine.dmn.model import Model
from engine.dmn.reader import NoModel, read_definitions
from engine.model.errors import DeploymentRejected, Problem
from engine.model.rules import TODAY, Rules
from engine.packages.cell_places import place_of_expression


def definitions_of(content: bytes | None) -> Definitions | None:
    """Returns a file's definitions; None for a missing or unreadable file, which the checks of the draft report."""
    if content is None:
        return None
    try:
        return read_definitions(parse_xml(content))
    except (NoModel, DeploymentRejected):
        return None


def definitions_or_problems(path: str, content: bytes) -> Definitions | tuple[Problem, ...]:
    """Returns a file's definitions, or the reasons why it cannot be read."""
    try:
        return read_definitions(parse_xml(content, resource=path))
    except NoModel as error:
        return (Problem(code="NO_DMN", resource=path, message=str(error), remedy="Save it as DMN."),)
    except DeploymentRejected as rejected:
        return tuple(rejected.problems)


@dataclass(frozen=True, kw_only=True)
class ModelReading:
    """`models`: path -> model, of the files without a problem whose imports have none either."""

    models: Mapping[str, Model]
    problems: tuple[Problem, ...]


def read_models(
    files: Mapping[str, bytes], read: Callable[[str, bytes], Definitions | tuple[Problem, ...]] = definitions_or_problems
) -> ModelReading:
    """Reads the model of each file with those that it imports; a file with a problem takes no other one along."""
    problems: list[Problem] = []
    definitions: dict[str, Definitions] = {}
    for path, content in files.items():
        found = read(path, content)
        if isinstance(found, Definitions):
            definitions[path] = found
        else:
            problems += found
    models: dict[str, Model] = {}
    for path in definitions:
        model = _model(path, definitions, models, ())
        for problem in model.problems:
            problems.append(
                Problem(
                    code=problem.code,
                    resource=path,
                    element=problem.element or None,
                    line=problem.line or None,
                    message=problem.message,
                    remedy="Correct the decision.",
                    values=place_of_expression(parse_xml(files[path]), problem) if problem.code == "DECISION_SYNTAX" else {},
                )
            )
    return ModelReading(models={path: models[path] for path in definitions if _is_sound(models[path])}, problems=tuple(problems))


def _is_sound(model: Model) -> bool:
    return not model.problems and all(map(_is_sound, model.imports.values()))


def _model(path: str, definitions: Mapping[str, Definitions], models: dict[str, Model], above: tuple[str, ...]) -> Model:
    """Returns a model, read after those that it imports; a circle of imports ends, and the missing one is a problem."""
    if path not in models:
        wanted = {item.namespace for item in definitions[path].imports}
        others = [other for other, found in definitions.items() if found.namespace in wanted and other not in (*above, path)]
        models[path] = Model(definitions[path], [_model(other, definitions, models, (*above, path)) for other in others])
    return models[path]


def invocable(model: Model) -> list[DecisionElement | DecisionService]:
    """Returns what a business rule task may call: decisions and decision services."""
    return [*model.definitions.decisions, *model.definitions.services]


def read_decisions(files: Mapping[str, bytes]) -> dict[str, Decision]:
    """Returns every decision and decision service by its id. Raises DeploymentRejected with the problems of all files."""
    reading = read_models(files)
    if reading.problems:
        raise DeploymentRejected(reading.problems)
    return decisions_of(reading.models)


def decisions_of(models: Mapping[str, Model], rules: Rules = TODAY) -> dict[str, Decision]:
    """Returns every decision and decision service of these models by its id. `rules`: those of their deployment."""
    lenient = not rules.faults_stop_decisions
    return {
        element.id: Decision(element.id, model, element.name, getattr(element, "version_tag", ""), lenient=lenient)
        for model in models.values()
        for element in invocable(model)
    }


def lint_models(models: Mapping[str, Model], lint: Callable[[Model], list[DecisionFinding]] = lint_model) -> list[Problem]:
    """Returns decisions with the same id, and the findings of the linter."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for path, model in models.items():
        for element in invocable(model):
            if element.id in seen:
                message = f"Two decisions have the id '{element.id}'."
                problems.append(Problem(code="DUPLICATE_DECISION", resource=path, message=message, remedy="Give one of them another id."))
            seen.add(element.id)
        problems += [_problem(path, finding) for finding in lint(model)]
    return problems


def _problem(path: str, finding: DecisionFinding) -> Problem:
    return Problem(
        code=finding.code,
        resource=path,
        element=finding.element or None,
        line=finding.line or None,
        message=f"{finding.decision}: {finding.message}",
        remedy=finding.remedy,
        severity=finding.severity,
        values={
            "decision": finding.decision,
            "rule": str(finding.rule),
            "other": str(finding.other),
            "column": finding.column,
            "example": ", ".join(f"{label} = {value}" for label, value in finding.example),
            "name": finding.name,
        },
    )
