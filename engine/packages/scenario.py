"""A scenario: one way through a process, step by step, as data. It is what a trial was, and what later drafts are tried with.

{"name": "...", "process": "izin", "begins": "2026-11-23T08:00:00+07:00",
 "steps": [{"do": "start", "values": {...}}, {"do": "task", "at": "periksa", "values": {...}}, ...],
 "expect": {"ends": ["terbit"], "waits": []}}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import simplejson

from engine.model.given_json import read_json

#: start: the form's answers; task: a person's answers; service: what a service or called process gives; error: with the code; days:
#: working days go by; due: the next timer; message, signal: what others send
KINDS = ("start", "task", "service", "error", "days", "due", "message", "signal")
MOST_STEPS = 500


class ScenarioError(ValueError):
    """Expected a scenario, but something in the file is missing or of another kind."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """`at`: the element that it concerns, or the signal's name; `code`: of an error; `days`: working days."""

    do: str
    at: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    code: str = ""
    days: int = 0


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """Ids: end events that were reached, and elements at which the case waits afterwards, both sorted."""

    ends: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Scenario:
    name: str
    process: str
    begins: datetime
    steps: tuple[Step, ...] = ()
    #: code of the position of the employee who begins it; empty: an employee of no unit in particular, or somebody outside
    starter: str = ""
    #: None: nothing was tried to its end yet
    expect: Expectation | None = None

    def then(self, step: Step) -> Scenario:
        return replace(self, steps=(*self.steps, step))

    def back_to(self, count: int) -> Scenario:
        """Its first `count` steps."""
        return replace(self, steps=self.steps[:count])


def read_scenario(content: bytes) -> Scenario:
    """Raises ScenarioError."""
    try:
        document = read_json(content)
        steps = document.get("steps", [])
        if len(steps) > MOST_STEPS:
            raise ScenarioError(f"a scenario has at most {MOST_STEPS} steps")
        begins = datetime.fromisoformat(document["begins"])
        if begins.tzinfo is None:
            raise ScenarioError("'begins' must name its zone")
        expect = document.get("expect")
        return Scenario(
            name=_text(document, "name"),
            process=_text(document, "process"),
            begins=begins,
            steps=tuple(_step(item) for item in steps),
            starter=str(document.get("starter", "")),
            expect=Expectation(ends=_names(expect, "ends"), waits=_names(expect, "waits")) if expect is not None else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise error if isinstance(error, ScenarioError) else ScenarioError(f"it is no scenario: {error}") from None


def write_scenario(scenario: Scenario) -> bytes:
    document: dict[str, Any] = {
        "name": scenario.name,
        "process": scenario.process,
        "begins": scenario.begins.isoformat(),
        "steps": [_written(step) for step in scenario.steps],
    }
    if scenario.starter:
        document["starter"] = scenario.starter
    if scenario.expect is not None:
        document["expect"] = {"ends": list(scenario.expect.ends), "waits": list(scenario.expect.waits)}
    text: str = simplejson.dumps(document, use_decimal=True, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _written(step: Step) -> dict[str, Any]:
    parts = {"do": step.do, "at": step.at, "values": dict(step.values), "code": step.code, "days": step.days}
    return {name: value for name, value in parts.items() if value}


def _step(item: Mapping[str, Any]) -> Step:
    days = item.get("days", 0)
    if not isinstance(days, int):
        raise ScenarioError("'days' must be a whole number")
    step = Step(
        do=_text(item, "do"),
        at=str(item.get("at", "")),
        values=dict(item.get("values", {})),
        code=str(item.get("code", "")),
        days=days,
    )
    if step.do not in KINDS:
        raise ScenarioError(f"'{step.do}' is no step; they are {', '.join(KINDS)}")
    return step


def _text(item: Mapping[str, Any], name: str) -> str:
    if not isinstance(item.get(name), str) or not item[name]:
        raise ScenarioError(f"'{name}' must be a text")
    found: str = item[name]
    return found


def _names(item: Mapping[str, Any], name: str) -> tuple[str, ...]:
    names = item.get(name, [])
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        raise ScenarioError(f"'expect.{name}' must be a list of ids")
    return tuple(sorted(names))


#: a reason says something
SHORTEST = 10


def read_waived(content: bytes) -> dict[str, str]:
    """Flow -> reason. Raises ScenarioError."""
    try:
        document = read_json(content)
    except ValueError as error:
        raise ScenarioError(str(error)) from None
    if not isinstance(document, dict) or not all(
        isinstance(reason, str) and len(reason.strip()) >= SHORTEST for reason in document.values()
    ):
        raise ScenarioError(f"it is an object of flows and reasons of at least {SHORTEST} characters")
    return document
