"""The syntax tree of FEEL: one frozen dataclass per construct, nothing else. `at` is the place in the text, for messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Node = Any


def _at() -> int:
    return field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True)
class Literal:
    """A number, string, boolean or null, or a temporal literal such as `@"2026-11-25"`."""

    value: Any


@dataclass(frozen=True)
class Name:
    name: str
    at: int = _at()


@dataclass(frozen=True)
class ListLiteral:
    items: tuple[Node, ...]


@dataclass(frozen=True)
class ContextLiteral:
    entries: tuple[tuple[str, Node], ...]
    at: int = _at()


@dataclass(frozen=True)
class RangeLiteral:
    start: Node
    end: Node
    start_included: bool
    end_included: bool
    at: int = _at()


@dataclass(frozen=True)
class UnaryRange:
    """`< 5`, `= x`, …: a range where it stands alone, a test of the input in a cell."""

    sign: str
    operand: Node
    at: int = _at()


@dataclass(frozen=True)
class Negation:
    operand: Node
    at: int = _at()


@dataclass(frozen=True)
class Arithmetic:
    """Operands of one precedence, from left to right."""

    first: Node
    rest: tuple[tuple[str, Node], ...]  # + - or * / or **
    at: int = _at()


@dataclass(frozen=True)
class Comparison:
    sign: str  # = != < <= > >=
    left: Node
    right: Node
    at: int = _at()


@dataclass(frozen=True)
class Conjunction:
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Disjunction:
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Between:
    value: Node
    low: Node
    high: Node
    at: int = _at()


@dataclass(frozen=True)
class In:
    value: Node
    tests: tuple[Node, ...]
    at: int = _at()


@dataclass(frozen=True)
class AnyTest:
    """A whole cell: `-` (no tests), or the disjunction of its tests, possibly negated by not(...)."""

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
    end: Node | None = None  # for `x in 1..10`
    at: int = _at()


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
class TypeName:
    """A type by its name: a built-in one or an item definition's, with the types it is made of."""

    name: str  # list, context, function, range or any other name
    of: tuple[TypeName, ...] = ()
    keys: tuple[str, ...] = ()  # of a context's entries
    result: TypeName | None = None  # of a function


@dataclass(frozen=True)
class InstanceOf:
    value: Node
    type: TypeName
    at: int = _at()


@dataclass(frozen=True)
class Path:
    source: Node
    name: str
    at: int = _at()


@dataclass(frozen=True)
class Filter:
    source: Node
    condition: Node
    at: int = _at()


@dataclass(frozen=True)
class Call:
    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()  # empty for positional arguments
    at: int = _at()


@dataclass(frozen=True)
class FunctionLiteral:
    """A function; `body` None: an external one, which this engine does not run."""

    parameters: tuple[tuple[str, TypeName | None], ...]
    body: Node
    at: int = _at()
