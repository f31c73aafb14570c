"""Reads and lints the files of a package once for each content; a decision model again when one that it imports changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from engine.bpmn.definition import Definition
from engine.bpmn.elements import Process
from engine.bpmn.lint.linter import lint, without_process
from engine.bpmn.reading.diagram import Diagram, read_diagram
from engine.dmn.linter import DecisionFinding, lint_model
from engine.dmn.model import Model
from engine.model.errors import DeploymentRejected, Problem
from engine.model.rules import Rules
from engine.packages.content_cache import ContentCache, digest, digests
from engine.packages.decisions import ModelReading, decisions_of, definitions_or_problems, read_models


@dataclass(frozen=True, kw_only=True)
class DiagramReading:
    """`diagram`: None where it cannot be read; then `problems` says why. `processes`: each with its linter's findings."""

    diagram: Diagram | None
    problems: tuple[Problem, ...]
    processes: tuple[tuple[Process, tuple[Problem, ...]], ...] = ()


def read_drawn(kept: ContentCache, path: str, content: bytes) -> DiagramReading:
    return kept.get(("diagram", path, digest(content)), lambda: _drawn(path, content))


def _drawn(path: str, content: bytes) -> DiagramReading:
    try:
        diagram = read_diagram(content, resource=path)
    except DeploymentRejected as rejected:
        return DiagramReading(diagram=None, problems=tuple(rejected.problems))
    return DiagramReading(
        diagram=diagram,
        problems=tuple(without_process(diagram, path)),
        processes=tuple((process, tuple(lint(process, resource=path))) for process in diagram.processes),
    )


def models_of(kept: ContentCache, files: Mapping[str, bytes]) -> Mapping[str, Model]:
    """Returns the decision models of files, which may import each other. Raises DeploymentRejected with the problems of all."""
    reading = read_tables(kept, files)
    if reading.problems:
        raise DeploymentRejected(reading.problems)
    return reading.models


def read_tables(kept: ContentCache, files: Mapping[str, bytes]) -> ModelReading:
    """Returns the decision models that can be read, and why the others cannot."""

    def definitions(path: str, content: bytes) -> Any:
        return kept.get(("definitions", path, digest(content)), partial(definitions_or_problems, path, content))

    return kept.get(("models", digests(files)), lambda: read_models(files, definitions))


def definition_of(kept: ContentCache, path: str, content: bytes, process: str, tables: Mapping[str, bytes], rules: Rules) -> Definition:
    """Returns a process of a deployed diagram with the decisions of its deployment and the rules that it was deployed under."""

    def made() -> Definition:
        found = next(item for item, _problems in read_drawn(kept, path, content).processes if item.id == process)
        return Definition(found, decisions_of(models_of(kept, tables), rules), rules)

    return kept.get(("definition", path, digest(content), process, digests(tables), rules.number), made)


def model_linter(kept: ContentCache, files: Mapping[str, bytes], models: Mapping[str, Model]) -> Callable[[Model], list[DecisionFinding]]:
    """Returns a linter for a model as it is, with those that it imports."""
    contents = {id(model): digest(files[path]) for path, model in models.items()}
    whole: dict[int, bytes] = {}

    def key(model: Model) -> bytes:
        if id(model) not in whole:
            imported = b"".join(name.encode() + b"\0" + key(other) for name, other in sorted(model.imports.items()))
            whole[id(model)] = digest(contents[id(model)] + imported)
        return whole[id(model)]

    return lambda model: list(kept.get(("model lint", key(model)), lambda: tuple(lint_model(model))))


def lint_of_form(kept: ContentCache, linter: Callable[..., Any], content: bytes, schema: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Lints a form. `content`: the bytes from which `schema` was parsed."""
    return list(kept.get(("form lint", linter, digest(content)), lambda: tuple(linter(schema))))
