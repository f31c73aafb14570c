"""An input column as a finite set of cases: all values between two bounds that its cells name behave alike.

Each case has an example, and which rules accept a case is found by evaluating their cells with it. Cells that depend on more
than their own input, or compute with it, are not certain: for them only what holds whichever way they decide is said.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.dmn.elements import Literal
from engine.feel import ast
from engine.feel.arithmetic import arithmetic
from engine.feel.captures import mentions
from engine.feel.compiler import compile_node
from engine.feel.dates import NANOS
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.errors import FeelLimitExceeded, FeelSyntaxError
from engine.feel.expression import FUNCTIONS, parse, unary_tests
from engine.feel.frame import Run
from engine.feel.function import Function
from engine.feel.interval import Range
from engine.feel.operators import equality_key, order
from engine.feel.scope import Compiled, Scope

_NOT_FIXED = frozenset({"now", "today", "?"})
MAX_CASES = 3_000
#: what to add to a bound to be beyond it
_STEPS: dict[type, Any] = {
    Decimal: Decimal(1),
    DayTimeDuration: DayTimeDuration(86_400 * NANOS),
    YearMonthDuration: YearMonthDuration(1),
}
_DAY = DayTimeDuration(86_400 * NANOS)


@dataclass
class Column:
    """`masks`: for each rule the cases that it accepts, as bits; `sure`: whether that is certain."""

    label: str
    examples: list[Any]
    masks: list[int] = field(default_factory=list)
    sure: list[bool] = field(default_factory=list)
    #: constants that the cells name, by rule
    constants: list[list[Any]] = field(default_factory=list)

    @property
    def everything(self) -> int:
        return (1 << len(self.examples)) - 1


def build_column(label: str, cells: Sequence[Literal], allowed: Literal | None, kind: str) -> Column:
    """The cases of a column. `allowed`: unary tests over the values that may come; `kind`: the name of its type, if it says so."""
    constants = [fixed_values(cell.text) for cell in cells]
    bounds = [value for values in (*constants, fixed_values(allowed.text) if allowed else []) for value in values or []]
    examples = _examples(bounds, kind)
    if allowed is not None:
        examples = [example for example in examples if unary_tests(allowed.text, example) is True]
    column = Column(label, examples[:MAX_CASES])
    for cell, values in zip(cells, constants, strict=True):
        column.sure.append(values is not None and len(examples) <= MAX_CASES)
        column.constants.append(values or [])
        column.masks.append(column.everything if values is None else _mask(cell.text, column.examples))
    return column


def _mask(text: str, examples: list[Any]) -> int:
    if not text.strip():
        return (1 << len(examples)) - 1
    return sum(1 << place for place, example in enumerate(examples) if unary_tests(text, example) is True)


def fixed_values(text: str) -> list[Any] | None:
    """The constants that a cell compares its input with; None where the cell is more than such comparisons."""
    if not text.strip():
        return []
    try:
        node = parse(text, unary=True)
    except FeelSyntaxError:
        return None
    assert isinstance(node, ast.AnyTest)
    values: list[Any] = []
    for test in node.tests:
        parts = [test]
        if isinstance(test, ast.RangeLiteral):
            parts = [test.start, test.end]
        elif isinstance(test, ast.UnaryRange):
            parts = [test.operand]
        elif isinstance(test, ast.ListLiteral):
            parts = list(test.items)
        for part in parts:
            fixed, value = constant(part)
            if not fixed or isinstance(value, list | dict | Range | Function):
                return None
            values.append(value)
    return values


def constant(node: ast.Node) -> tuple[bool, Any]:
    """Whether an expression has the same value always, and which."""
    compiled = Compiled()
    closure = compile_node(node, Scope("", FUNCTIONS, {}, compiled=compiled))
    if compiled.free or _mentions(node):
        return False, None
    try:
        return True, closure(Run({}))
    except (FeelLimitExceeded, RecursionError):
        return False, None


def _mentions(node: Any) -> bool:
    return any(mentions(node, name) for name in _NOT_FIXED)


def _examples(bounds: list[Any], kind: str) -> list[Any]:
    """One value for each case: each bound, something between two bounds, before the first and after the last."""
    distinct = list({equality_key(value): value for value in bounds}.values())
    if kind == "boolean" or (distinct and all(isinstance(value, bool) for value in distinct)):
        return [True, False]
    groups: dict[type, list[Any]] = {}
    for value in distinct:
        groups.setdefault(type(value), []).append(value)
    examples: list[Any] = []
    for group in groups.values():
        examples += _around(group)
    return examples or [None]


def _around(values: list[Any]) -> list[Any]:
    if any(order(value, value) is None for value in values):
        return values
    ordered = sorted(values, key=functools.cmp_to_key(lambda a, b: order(a, b) or 0))
    if isinstance(ordered[0], str):
        return [*ordered, _other_text(ordered)]
    examples = [_beyond(ordered[0], -1)]
    for value, following in zip(ordered, [*ordered[1:], None], strict=True):
        examples.append(value)
        between = _beyond(value, 1) if following is None else _between(value, following)
        if between is not None:
            examples.append(between)
    return [example for example in examples if example is not None]


def _other_text(values: list[str]) -> str:
    return next(text for text in ("lainnya", *(f"lainnya {number}" for number in range(len(values) + 1))) if text not in values)


def _beyond(value: Any, direction: int) -> Any:
    return arithmetic("+" if direction > 0 else "-", value, _STEPS.get(type(value), _DAY))


def _between(low: Any, high: Any) -> Any:
    """Something between two bounds, a whole step above the lower one where there is room; None where there is nothing."""
    near = _beyond(low, 1)
    if near is not None and order(near, high) == -1:
        return near
    if isinstance(low, Decimal):
        return (low + high) / 2
    distance = arithmetic("-", high, low)
    half = arithmetic("/", distance, Decimal(2)) if isinstance(distance, DayTimeDuration) else None
    middle = arithmetic("+", low, half) if half else None
    return middle if middle is not None and order(low, middle) == -1 and order(middle, high) == -1 else None
