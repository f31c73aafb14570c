"""Describes a scenario: one way through a process, step by step, as data. A trial records it; later drafts are tried with it.

{"name": "...", "process": "izin", "begins": "2026-11-23T08:00:00+07:00",
 "steps": [{"do": "start", "values": {...}}, {"do": "task", "at": "periksa", "values": {...}}, ...],
 "expect": {"ends": ["terbit"], "waits": []}}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any

import simplejson
from pydantic import AfterValidator, BeforeValidator, Strict

from engine.model.limited_json import read_json
from engine.packages.given import Odd, check_document

#: start: the form's answers; task: a person's answers; service: what a service or called process gives; error: with the code; days:
#: working days go by; due: the next timer; message, signal: what others send
KINDS = ("start", "task", "service", "error", "days", "due", "message", "signal")
MOST_STEPS = 500


class ScenarioError(ValueError):
    """Expected a scenario, but a part of the file is missing or of another kind."""


def _kind(text: str) -> str:
    if text not in KINDS:
        raise ValueError(f"'{text}' is no step; they are {', '.join(KINDS)}")
    return text


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("it must be a text")
    return value


def _date_time(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("'begins' must name its zone")
    return moment


def _few(steps: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(steps) > MOST_STEPS:
        raise ValueError(f"a scenario has at most {MOST_STEPS} steps")
    return steps


def _in_order(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(names))


#: fields that an author may also write as a number
Word = Annotated[str, BeforeValidator(str)]
Name = Annotated[str, BeforeValidator(_text)]
Ids = Annotated[tuple[str, ...], AfterValidator(_in_order)]


@dataclass(frozen=True, kw_only=True)
class Step:
    """`at`: the element that it concerns, or the signal's name; `code`: of an error; `days`: working days."""

    do: Annotated[Name, AfterValidator(_kind)]
    at: Word = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    code: Word = ""
    days: Annotated[int, Strict()] = 0


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """Ids: end events that were reached, and elements at which the case waits afterwards, both sorted."""

    ends: Ids = ()
    waits: Ids = ()


@dataclass(frozen=True, kw_only=True)
class Scenario:
    name: Name
    process: Name
    begins: Annotated[datetime, BeforeValidator(_date_time)]
    steps: Annotated[tuple[Step, ...], AfterValidator(_few)] = ()
    #: code of the position of the employee who begins it; empty: an employee of no unit in particular, or somebody outside
    starter: Word = ""
    #: None: nothing was tried to its end yet
    expect: Expectation | None = None

    def with_step(self, step: Step) -> Scenario:
        return replace(self, steps=(*self.steps, step))

    def truncated(self, count: int) -> Scenario:
        """Returns a scenario with its first `count` steps."""
        return replace(self, steps=self.steps[:count])


def read_scenario(content: bytes) -> Scenario:
    """Raises ScenarioError."""
    try:
        return check_document(Scenario, read_json(content))
    except Odd as odd:
        raise ScenarioError(str(odd)) from None
    except ValueError as error:
        raise ScenarioError(f"it is no scenario: {error}") from None


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


#: a reason says something
SHORTEST = 10


def _said(reason: str) -> str:
    if len(reason.strip()) < SHORTEST:
        raise ValueError
    return reason


Waived = dict[str, Annotated[str, AfterValidator(_said)]]


def read_waived(content: bytes) -> dict[str, str]:
    """Returns waived flows with their reasons. Raises ScenarioError."""
    try:
        document = read_json(content)
    except ValueError as error:
        raise ScenarioError(str(error)) from None
    try:
        return check_document(Waived, document)
    except Odd:
        raise ScenarioError(f"it is an object of flows and reasons of at least {SHORTEST} characters") from None
