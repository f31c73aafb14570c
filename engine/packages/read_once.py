"""What the files of a package say, read once in a process for each content: a page of a draft reads them all at each request.

Everything here is read-only for those who get it. What a file is kept by is its whole content, so nothing can be out of date; the least
recently used is forgotten first.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from engine.bpmn.definition import Definition
from engine.bpmn.lint.linter import lint, without_process
from engine.bpmn.reading.diagram import Diagram, read_diagram
from engine.dmn.model import Model
from engine.model.errors import Problem
from engine.packages.decisions import decisions_of, lint_models, read_models

#: of each: the versions that a busy server works with, and a few drafts; a diagram with its tree takes about ten times its file
CAPACITY = 128
Files = tuple[tuple[str, bytes], ...]


def diagram_of(content: bytes, *, resource: str) -> Diagram:
    """Raises DeploymentRejected."""
    return _diagram(content, resource)


def problems_of(content: bytes, *, resource: str) -> list[Problem]:
    """What the linter says of a diagram. Raises DeploymentRejected."""
    return list(_problems(content, resource))


def models_of(files: Mapping[str, bytes]) -> Mapping[str, Model]:
    """The decision models of files that may import each other. Raises DeploymentRejected."""
    return _models(tuple(files.items()))


def model_problems_of(files: Mapping[str, bytes]) -> list[Problem]:
    """Raises DeploymentRejected."""
    return list(_model_problems(tuple(files.items())))


def definition_of(content: bytes, *, resource: str, process: str, tables: Mapping[str, bytes]) -> Definition:
    """A process of a diagram with the decisions of its deployment. Raises DeploymentRejected."""
    return _definition(content, resource, process, tuple(tables.items()))


@lru_cache(CAPACITY)
def _diagram(content: bytes, resource: str) -> Diagram:
    return read_diagram(content, resource=resource)


@lru_cache(CAPACITY)
def _problems(content: bytes, resource: str) -> tuple[Problem, ...]:
    diagram = _diagram(content, resource)
    found = [problem for process in diagram.processes for problem in lint(process, resource=resource)]
    return (*without_process(diagram, resource), *found)


@lru_cache(CAPACITY)
def _models(files: Files) -> Mapping[str, Model]:
    return read_models(dict(files))


@lru_cache(CAPACITY)
def _model_problems(files: Files) -> tuple[Problem, ...]:
    return tuple(lint_models(_models(files)))


@lru_cache(CAPACITY)
def _definition(content: bytes, resource: str, process: str, tables: Files) -> Definition:
    found = next(item for item in _diagram(content, resource).processes if item.id == process)
    return Definition(found, decisions_of(_models(tables)))
