"""An input column as a finite set of cases: all values between two bounds that its cells name behave alike.

Each case has an example, and which rules accept a case is found by evaluating their cells with it. Cells that depend on more
than their own input, or compute with it, are not certain: for them only what holds whichever way they decide is said.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.dmn.elements import Literal
from engine.feel.dates import NANOS
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.errors import EvaluationStopped, FeelSyntaxError
from engine.feel.evaluation.arithmetic import arithmetic
from engine.feel.evaluation.compiler import compile_node
from engine.feel.evaluation.frame import Run
from engine.feel.evaluation.function import Function
from engine.feel.evaluation.operators import equality_key, order
from engine.feel.evaluation.scope import Scope
from engine.feel.expression import FUNCTIONS, compile_unary_tests, parse, unary_tests
from engine.feel.interval import Range
from engine.feel.syntax import ast

_CONSTRUCTORS = frozenset({"date", "time", "date and time", "duration", "number"})
MAX_CASES = 5_000
#: evaluations of cells with examples, where the places of constants do not tell
MAX_EVALUATED = 200_000
#: what to add to a bound to be beyond it
_STEPS: dict[type, Any] = {
    Decimal: Decimal(1),
    DayTimeDuration: DayTimeDuration(86_400 * NANOS),
    YearMonthDuration: YearMonthDuration(1),
}
_DAY = DayTimeDuration(86_400 * NANOS)


@dataclass
class Column:
    """`cases_by_rule`: for each rule the cases that it accepts, as bits; `rules_by_case`: for each case the rules that accept it, as bits.

    `certain_rules`: the rules of which this is certain, as bits; `constants`: what each rule's cell compares with.
    """

    label: str
    examples: list[Any]
    cases_by_rule: list[int]
    certain_rules: int
    constants: list[list[Any]]
    #: whether all of its cases could be looked at
    complete: bool = True
    rules_by_case: list[int] = field(init=False)

    def __post_init__(self) -> None:
        # a cell accepts few runs of cases, however long: each rule is noted where a run begins and behind its end
        changed = [0] * (len(self.examples) + 1)
        for rule, cases in enumerate(self.cases_by_rule):
            for first, behind in runs(cases):
                changed[first] ^= 1 << rule
                changed[behind] ^= 1 << rule
        self.rules_by_case = list(itertools.accumulate(changed[:-1], operator.xor))

    @property
    def everything(self) -> int:
        return (1 << len(self.examples)) - 1

    def only(self, keep: Sequence[bool]) -> Column:
        """The column with some of its cases."""
        if all(keep):
            return self
        kept = [case for case, wanted in enumerate(keep) if wanted]
        accepts = [sum((cases >> case & 1) << new for new, case in enumerate(kept)) for cases in self.cases_by_rule]
        return Column(self.label, [self.examples[case] for case in kept], accepts, self.certain_rules, self.constants)


def bits(number: int) -> Iterator[int]:
    """The places of the ones."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def runs(number: int) -> Iterator[tuple[int, int]]:
    """Where each run of ones begins, and the place behind its end."""
    place = 0
    while number:
        zeros = (number & -number).bit_length() - 1
        number >>= zeros
        ones = (~number & (number + 1)).bit_length() - 1
        number >>= ones
        yield place + zeros, place + zeros + ones
        place += zeros + ones


def build_column(label: str, cells: Sequence[Literal], allowed: Literal | None, kind: str) -> Column:
    """The cases of a column. `allowed`: unary tests over the values that may come; `kind`: the name of its type, if it says so."""
    constants = [fixed_values(cell.text) for cell in cells]
    bounds = [value for values in (*constants, fixed_values(allowed.text) if allowed else []) for value in values or []]
    cases = Cases(bounds, kind)
    certain = len(cases.examples) <= MAX_CASES
    accepts, sure = [], 0
    for rule, (cell, values) in enumerate(zip(cells, constants, strict=True)):
        found = cases.accepted(cell.text) if certain and values is not None else None
        accepts.append((1 << len(cases.examples)) - 1 if found is None else found)
        sure |= (found is not None) << rule
    if not certain:
        return Column(label, cases.examples[:1], [1] * len(cells), 0, [values or [] for values in constants], complete=False)
    column = Column(label, cases.examples, accepts, sure, [values or [] for values in constants])
    return column.only([unary_tests(allowed.text, example) is True for example in cases.examples]) if allowed else column


class Cases:
    """One value for each case: each bound, something between two bounds, before the first and after the last."""

    def __init__(self, bounds: list[Any], kind: str) -> None:
        self.examples = _examples(bounds, kind)
        self.places = {equality_key(example): place for place, example in enumerate(self.examples)}
        #: where the values of a type begin and end; strings are not in order, because one of them stands for all others
        self.spans: dict[type, tuple[int, int]] = {}
        for place, example in enumerate(self.examples):
            first, _last = self.spans.get(type(example), (place, place))
            self.spans[type(example)] = (first, place)
        self.evaluated = 0

    def accepted(self, text: str) -> int | None:
        """The cases that a cell accepts, as bits; None where finding that out would take too long."""
        if not text.strip():
            return (1 << len(self.examples)) - 1
        node = parse(text, unary=True)
        assert isinstance(node, ast.AnyTest)
        if not node.tests:
            return (1 << len(self.examples)) - 1
        quick = [self._quick(test) for test in node.tests] if not node.negated else [None]
        if None not in quick:
            return functools.reduce(lambda found, more: found | (more or 0), quick, 0)
        self.evaluated += len(self.examples)
        if self.evaluated > MAX_EVALUATED:
            return None
        test = compile_unary_tests(text)
        return sum(1 << place for place, example in enumerate(self.examples) if test.value({"?": example}) is True)

    def _quick(self, test: ast.Node) -> int | None:
        """By the places of the constants, for values in order."""
        if isinstance(test, ast.UnaryRange):
            low = high = constant(test.operand)[1]
            below, above = test.sign[0] == "<", test.sign[0] == ">"
            included = test.sign in ("<=", ">=", "=")
            if test.sign == "!=" or type(low) is str or type(low) not in self.spans:
                return None
            place, (first, last) = self.places[equality_key(low)], self.spans[type(low)]
            start = first if below else place + (not included)
            end = last if above else place - (not included)
            return _span(start, end)
        if isinstance(test, ast.RangeLiteral):
            low, high = constant(test.start)[1], constant(test.end)[1]
            if type(low) is str or low is None or high is None or type(low) is not type(high):
                return None
            start = self.places[equality_key(low)] + (not test.start_included)
            return _span(start, self.places[equality_key(high)] - (not test.end_included))
        fixed, value = constant(test)
        return 1 << self.places[equality_key(value)] if fixed and not isinstance(value, list) else None


def _span(first: int, last: int) -> int:
    """The ones from a place to another; none where the last comes before the first."""
    return (1 << last + 1) - (1 << first) if last >= first else 0


def joins_tests(text: str) -> bool:
    """Whether all that a cell says is `and` or `or` between ranges, which are neither true nor false."""
    try:
        node = parse(text, unary=True) if text.strip() else None
    except FeelSyntaxError:
        return False
    tests = node.tests if isinstance(node, ast.AnyTest) and not node.negated else ()
    return bool(tests) and all(map(_joins_ranges, tests))


def _joins_ranges(test: ast.Node) -> bool:
    if not isinstance(test, ast.Conjunction | ast.Disjunction):
        return False
    ranges = [isinstance(operand, ast.UnaryRange | ast.RangeLiteral) for operand in test.operands]
    return any(ranges) if isinstance(test, ast.Conjunction) else all(ranges)


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
    """Whether an expression is a literal, or a date, time, duration or number made of literals; and its value."""
    if not _is_constant(node):
        return False, None
    try:
        return True, compile_node(node, Scope("", FUNCTIONS, {}))(Run({}))
    except EvaluationStopped:
        return False, None


def _is_constant(node: ast.Node) -> bool:
    """A cell is looked at before anybody trusts it: nothing that loops or searches is evaluated here."""
    if isinstance(node, ast.Call):
        made = isinstance(node.function, ast.Name) and node.function.name in _CONSTRUCTORS
        return made and all(isinstance(argument, ast.Literal | ast.Negation) and _is_constant(argument) for argument in node.arguments)
    if isinstance(node, ast.ListLiteral):
        return all(map(_is_constant, node.items))
    return _is_constant(node.operand) if isinstance(node, ast.Negation) else isinstance(node, ast.Literal)


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
