"""Reads from process.toml which processes answer cases of others: [[answer]]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from pydantic import ConfigDict

from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel
from engine.model.errors import Problem
from engine.packages.given import CLOSED
from engine.packages.manifest import Manifest
from engine.packages.rules import ReadPackage


@dataclass(frozen=True, kw_only=True)
class AnswerRule:
    """`to`: processes, also of other packages; `start`: answers that the start form offers, FEEL over the facts of the answered case."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    process: str
    to: tuple[str, ...]
    label: str
    start: Mapping[str, str] = field(default_factory=dict)


def answer_rules(manifest: Manifest) -> tuple[AnswerRule, ...]:
    return manifest.sections.get("answer", ())


def answered_by(manifest: Manifest, process: str, answered: str) -> AnswerRule | None:
    return next((rule for rule in answer_rules(manifest) if rule.process == process and answered in rule.to), None)


def check_answers(package: ReadPackage) -> Iterator[Problem]:
    """Checks that each rule belongs to a process of its package, and that its expressions can be read."""
    known = {process.id for process, _path in package.processes}
    for rule in answer_rules(package.manifest) if package.manifest else ():
        if rule.process not in known:
            message = f"process.toml speaks of the process '{rule.process}', which no diagram holds."
            yield Problem(code="UNKNOWN_PROCESS", resource="process.toml", message=message, remedy="Correct the name.")
        for name, source in rule.start.items():
            try:
                compile_feel(source.removeprefix("="))
            except FeelSyntaxError as error:
                yield Problem(code="FEEL_SYNTAX", resource="process.toml", element=rule.process, message=f"'{name}': {error}.")
