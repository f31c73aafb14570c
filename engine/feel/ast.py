"""The syntax tree of FEEL: one frozen dataclass per construct, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Node = Any


@dataclass(frozen=True)
class Literal:
    value: Any


@dataclass(frozen=True)
class Name:
    name: str


@dataclass(frozen=True)
class ListLiteral:
    items: tuple[Node, ...]


@dataclass(frozen=True)
class ContextLiteral:
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class RangeLiteral:
    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True)
class Negation:
    operand: Node


@dataclass(frozen=True)
class Binary:
    operator: str  # + - * / ** = != < <= > >= and or
    left: Node
    right: Node


@dataclass(frozen=True)
class Between:
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True)
class In:
    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True)
class Test:
    """One unary test: an operator with its right side, or an expression that may use `?`."""

    operator: str  # = != < <= > >= or 'expression'
    operand: Node


@dataclass(frozen=True)
class AnyTest:
    """A whole cell: `-`, or the disjunction of its tests, possibly negated by not(...)."""

    tests: tuple[Node, ...]
    negated: bool = False


@dataclass(frozen=True)
class If:
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True)
class Iteration:
    name: str
    source: Node
    end: Node | None  # for `x in 1..10`


@dataclass(frozen=True)
class For:
    iterations: tuple[Iteration, ...]
    result: Node


@dataclass(frozen=True)
class Quantified:
    every: bool
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True)
class InstanceOf:
    value: Node
    type: str


@dataclass(frozen=True)
class Path:
    source: Node
    name: str


@dataclass(frozen=True)
class Filter:
    source: Node
    condition: Node


@dataclass(frozen=True)
class Call:
    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]  # empty for positional arguments


@dataclass(frozen=True)
class FunctionLiteral:
    parameters: tuple[str, ...]
    body: Node
