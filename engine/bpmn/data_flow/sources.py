"""What a process gets from beside its diagram: forms, service processes, decisions, called processes, and who starts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from engine.bpmn.data_flow.state import State, Variables
from engine.bpmn.elements import Element, Process
from engine.feel.inference.inferred import Guard, Inferred
from engine.feel.types import Type


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a field of a form gives."""

    value: Inferred
    #: hidden under a condition: then it is no answer, and a variable of its name stays as it was
    hidden: bool = False
    #: where one of these holds, it is asked
    asked_when: frozenset[Guard] = frozenset()
    #: whether the form insists on it, and whether it is one of some options
    required: bool = False
    chosen: bool = False
    #: it is stored beside the variables and shown by itself, as files are
    kept_apart: bool = False
    #: expressions of the field, each with its place: when it is hidden, what is offered, its limits
    expressions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a service process or a decision asks for. `kinds`: any of them is taken; none: everything."""

    kinds: tuple[Type, ...] = ()
    required: bool = False
    null: bool = True


class Sources(Protocol):
    """None everywhere: it is not known, and nothing is claimed."""

    def started(self, process: Process, start: Element) -> State:
        """The variables with which a case begins at a start event."""

    def form(self, key: str) -> Mapping[str, Answer] | None: ...

    def job(self, job_type: str) -> Variables | None:
        """What a service process gives."""

    def job_inputs(self, job_type: str) -> Mapping[str, Wanted] | None: ...

    def decision(self, key: str) -> Inferred | None: ...

    def decision_inputs(self, key: str) -> Mapping[str, Wanted] | None: ...

    def called(self, process: str) -> State | None:
        """The variables with which a called process ends."""

    def called_inputs(self, process: str) -> Mapping[str, Wanted] | None: ...


class NoSources:
    """A diagram alone: whoever starts it may give anything."""

    def started(self, process: Process, start: Element) -> State:
        return State(open=True)

    def form(self, key: str) -> Mapping[str, Answer] | None:
        return None

    def job(self, job_type: str) -> Variables | None:
        return None

    def job_inputs(self, job_type: str) -> Mapping[str, Wanted] | None:
        return None

    def decision(self, key: str) -> Inferred | None:
        return None

    def decision_inputs(self, key: str) -> Mapping[str, Wanted] | None:
        return None

    def called(self, process: str) -> State | None:
        return None

    def called_inputs(self, process: str) -> Mapping[str, Wanted] | None:
        return None
