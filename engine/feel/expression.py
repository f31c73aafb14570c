"""The public door of FEEL: compile once, evaluate often."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from engine.feel.builtins.catalogue import BUILTINS
from engine.feel.calendar.evaluation_time import CalendarSource
from engine.feel.calendar.working_calendar import national_calendar
from engine.feel.errors import Diagnosis, EvaluationStopped
from engine.feel.evaluation.compiler import compile_node
from engine.feel.evaluation.frame import Run
from engine.feel.evaluation.scope import Scope
from engine.feel.government.catalogue import GOVERNMENT
from engine.feel.measure import written_size
from engine.feel.syntax import ast
from engine.feel.syntax.parser import Parser

FUNCTIONS = {**BUILTINS, **GOVERNMENT}
_NAMES = tuple(FUNCTIONS)
#: how much of a context is searched for names with spaces and operators
_MAX_NAMES = 2_000


class Result:
    """A value, and why parts of it may be null."""

    __slots__ = ("value", "warnings")

    def __init__(self, value: Any, warnings: tuple[Diagnosis, ...] = ()) -> None:
        self.value = value
        self.warnings = warnings


class Expression:
    """A compiled expression; safe to share between threads."""

    __slots__ = ("_closure", "node", "refused", "text")

    def __init__(self, text: str, node: ast.Node) -> None:
        self.text = text
        self.node = node
        scope = Scope(text, FUNCTIONS, {})
        self._closure = compile_node(node, scope)
        #: why it calls functions in vain that other engines have, one sentence each
        self.refused = tuple(dict.fromkeys(scope.compiled.refused))

    def evaluate(
        self,
        context: Mapping[str, Any],
        *,
        now: datetime | None = None,
        calendar: CalendarSource = national_calendar,
        read_texts: bool = False,
    ) -> Result:
        """Evaluate over plain values. Never raises: what exceeds a limit becomes null with the warning LIMIT, a term over days
        that the calendar does not cover null with the warning CALENDAR.

        `now` is the time of now() and today(), which are null without it: an evaluation asks no clock.
        `calendar` gives the calendar on which working days are counted. `read_texts`: a text that spells a date, a time or a
        duration is read as one where it meets one, as processes need it, whose data are JSON; the standard makes it null.
        """
        run = Run(context, now, calendar)
        if read_texts:
            run.read_texts = True
        try:
            value = self._closure(run)
            if type(value) in (list, dict):
                written_size(value)
        except EvaluationStopped as stopped:
            return Result(None, (*(run.warnings or ()), Diagnosis(code=stopped.code, message=str(stopped))))
        except RecursionError:
            return Result(None, (*(run.warnings or ()), Diagnosis(code="LIMIT", message="the expression is nested too deeply")))
        return Result(value) if run.warnings is None else Result(value, tuple(run.warnings))

    def value(self, context: Mapping[str, Any], now: datetime | None = None) -> Any:
        """The value alone, for those who do not ask why it is null."""
        try:
            value = self._closure(Run(context, now))
            if type(value) is list or type(value) is dict:
                written_size(value)
            return value
        except (EvaluationStopped, RecursionError):
            return None


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
    return Expression(text, parse(text, names, unary=unary))


def parse(text: str, names: tuple[str, ...] = (), *, unary: bool = False) -> ast.Node:
    """The syntax tree. Raises FeelSyntaxError."""
    parser = Parser(text, (*_NAMES, *names))
    return parser.whole_unary_tests() if unary else parser.whole_expression()


def evaluate(text: str, context: Mapping[str, Any] | None = None, *, now: datetime | None = None) -> Any:
    """The value of an expression over plain Python values.

    In: Decimal, int, float, str, bool, None, list, dict and the standard library's temporal types. Out: the same with Decimal
    for every number and FEEL's own immutable temporal types and ranges. Raises FeelSyntaxError; never on data, which gives None.
    """
    context = context or {}
    return compile(text, names=complex_names(context)).evaluate(context, now=now).value


def unary_tests(text: str, value: Any, context: Mapping[str, Any] | None = None, *, now: datetime | None = None) -> bool | None:
    """Whether a value passes a cell's tests: true, false, or None where it cannot be compared."""
    context = {**(context or {}), "?": value}
    result = compile_unary_tests(text, names=complex_names(context)).evaluate(context, now=now).value
    return result if isinstance(result, bool) else None


def complex_names(context: Mapping[str, Any]) -> list[str]:
    """The names in a context, at whatever depth, that the parser must know because they are no single word."""
    found: set[str] = set()
    waiting: list[Any] = [context]
    for _count in range(_MAX_NAMES):
        if not waiting:
            break
        value = waiting.pop()
        if isinstance(value, Mapping):
            found.update(name for name in value if isinstance(name, str) and not name.isidentifier() and name != "?")
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return sorted(found)
