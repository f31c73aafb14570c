"""The public door of FEEL: compile once, evaluate often."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.feel import ast
from engine.feel.builtins import BUILTINS
from engine.feel.compiler import Closure, compile_node
from engine.feel.errors import Diagnosis, FeelLimitExceeded
from engine.feel.frame import Frame, Shared
from engine.feel.function import builtin
from engine.feel.parser import Parser
from engine.feel.values import to_feel


@dataclass(frozen=True)
class Result:
    """A value, and why parts of it may be null."""

    value: Any
    warnings: tuple[Diagnosis, ...] = ()


class Expression:
    """A compiled expression; safe to share between threads."""

    def __init__(self, text: str, node: ast.Node) -> None:
        self.text = text
        self.node = node
        self._closure: Closure = compile_node(node)

    def evaluate(self, context: Mapping[str, Any], *, now: datetime | None = None) -> Result:
        """Evaluate over plain values. Never raises: what exceeds a limit becomes null with the warning LIMIT."""
        shared = Shared(now)
        base = Frame(BUILTINS, None, shared)
        if now is not None:
            clock = {"now": builtin("", lambda: now), "today": builtin("", now.date)}
            base = base.inner(clock)
        frame = base.inner(Lazy(context))
        try:
            return Result(self._closure(frame), tuple(shared.warnings))
        except (FeelLimitExceeded, RecursionError) as error:
            return Result(None, (*shared.warnings, Diagnosis(code="LIMIT", message=str(error))))


class Lazy(Mapping[str, Any]):
    """The caller's variables, converted to FEEL values only when they are read."""

    def __init__(self, source: Mapping[str, Any]) -> None:
        self._source = source
        self._seen: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._seen:
            self._seen[key] = to_feel(self._source[key])
        return self._seen[key]

    def __contains__(self, key: object) -> bool:
        return key in self._source

    def __iter__(self) -> Any:
        return iter(self._source)

    def __len__(self) -> int:
        return len(self._source)


def compile(text: str, *, names: Iterable[str] = ()) -> Expression:
    """Parse and compile an expression. `names`: variables whose names hold spaces or operators.

    Raises FeelSyntaxError with line, column and what was expected.
    """
    return _compiled(text, tuple(sorted(names)), False)


def compile_unary_tests(text: str, *, names: Iterable[str] = ()) -> Expression:
    """The same for a cell of a decision table; evaluate it with the input under the name `?`."""
    return _compiled(text, tuple(sorted(names)), True)


@functools.lru_cache(maxsize=4096)
def _compiled(text: str, names: tuple[str, ...], unary: bool) -> Expression:
    parser = Parser(text, (*BUILTINS, *names))
    return Expression(text, parser.whole_unary_tests() if unary else parser.whole_expression())


def evaluate(text: str, context: Mapping[str, Any] | None = None, *, now: datetime | None = None) -> Any:
    """The value of an expression over plain Python values (Decimal or int, str, bool, None, list, dict, temporal)."""
    context = context or {}
    return compile(text, names=_complex(context)).evaluate(context, now=now).value


def unary_tests(text: str, value: Any, context: Mapping[str, Any] | None = None, *, now: datetime | None = None) -> bool | None:
    """Whether a value passes a cell's tests."""
    context = {**(context or {}), "?": value}
    result = compile_unary_tests(text, names=_complex(context)).evaluate(context, now=now).value
    return result if isinstance(result, bool) else None


def _complex(context: Mapping[str, Any]) -> list[str]:
    return [name for name in context if not name.isidentifier() and name != "?"]
