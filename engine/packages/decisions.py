"""The decision models of a deployment: read together, because they may import each other."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dmn.decision import Decision
from engine.dmn.elements import Decision as DecisionElement
from engine.dmn.elements import DecisionService, Definitions
from engine.dmn.model import Model
from engine.dmn.reader import NoModel, parse_xml, read_definitions
from engine.model.errors import DeploymentRejected, Problem


def read_decisions(files: Mapping[str, bytes]) -> dict[str, Decision]:
    """Every decision and decision service by its id. Raises DeploymentRejected with all problems at once."""
    problems: list[Problem] = []
    definitions: dict[str, Definitions] = {}
    for path, content in files.items():
        try:
            definitions[path] = read_definitions(parse_xml(content))
        except NoModel as error:
            problems.append(Problem(code="NO_DMN", resource=path, message=str(error), remedy="Save it as DMN."))
    decisions: dict[str, Decision] = {}
    models: dict[str, Model] = {}
    for path in definitions:
        model = _model(path, definitions, models, ())
        problems += [
            Problem(
                code=problem.code,
                resource=path,
                element=problem.element or None,
                line=problem.line or None,
                message=problem.message,
                remedy="Correct the decision.",
            )
            for problem in model.problems
        ]
        for element in _invocable(model):
            if element.id in decisions:
                message = f"Two decisions have the id '{element.id}'."
                problems.append(Problem(code="DUPLICATE_DECISION", resource=path, message=message, remedy="Give one of them another id."))
            decisions[element.id] = Decision(element.id, model, getattr(element, "version_tag", ""))
    if problems:
        raise DeploymentRejected(problems)
    return decisions


def _invocable(model: Model) -> list[DecisionElement | DecisionService]:
    return [*model.definitions.decisions, *model.definitions.services]


def _model(path: str, definitions: Mapping[str, Definitions], models: dict[str, Model], above: tuple[str, ...]) -> Model:
    """A model after those it imports; a circle of imports ends, and the missing one is a problem."""
    if path not in models:
        wanted = {item.namespace for item in definitions[path].imports}
        others = [other for other, found in definitions.items() if found.namespace in wanted and other not in (*above, path)]
        models[path] = Model(definitions[path], [_model(other, definitions, models, (*above, path)) for other in others])
    return models[path]
