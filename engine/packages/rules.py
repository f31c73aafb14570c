"""Additions of the rooms above the engine to packages: sections of process.toml, and checks. The composition root gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.data_flow.sources import Answer
from engine.bpmn.data_flow.state import Variables
from engine.bpmn.elements import Process
from engine.dmn.decision import Decision
from engine.model.errors import Problem
from engine.model.ports import FormLint
from engine.packages.manifest import Manifest, Sections

#: a form-js schema -> what its fields give
AnswersOf = Callable[[Mapping[str, Any]], Mapping[str, Answer]]
#: (manifest, process) -> variables that the platform gives a case beside the answers of its form
GivenVariables = Callable[[Manifest | None, str], Variables]


def no_variables(manifest: Manifest | None, process: str) -> Variables:
    return {}


@dataclass(frozen=True, kw_only=True)
class ReadPackage:
    """The resources of a package that could be read: the input of a check."""

    manifest: Manifest | None
    #: with the path of each one's diagram
    processes: tuple[tuple[Process, str], ...]
    decisions: Mapping[str, Decision]
    #: id -> form-js schema
    forms: Mapping[str, Mapping[str, Any]]
    #: path -> text of a document's template
    templates: Mapping[str, str] = field(default_factory=dict)


PackageCheck = Callable[[ReadPackage], Iterable[Problem]]


def no_start_is_read(_manifest: Manifest | None, _process: str) -> bool:
    """Nothing of a start form is shown but what facts name."""
    return False


@dataclass(frozen=True, kw_only=True)
class PackageRules:
    #: name of a list of tables in process.toml -> the dataclass of one of them
    sections: Sections = field(default_factory=dict)
    checks: tuple[PackageCheck, ...] = ()
    form_lints: tuple[FormLint, ...] = ()
    #: what the fields of a form give to a case; None: it is not known
    answers_of: AnswersOf | None = None
    #: (manifest, process) -> the variables that a case has beside the answers of its form
    given: GivenVariables = no_variables
    #: (manifest, process) -> whether whoever works on a case reads all that its start form has asked
    start_is_read: Callable[[Manifest | None, str], bool] = no_start_is_read
