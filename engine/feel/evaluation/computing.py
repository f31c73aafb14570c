"""Operators to closures, with fast paths for what is frequent: two numbers, two strings, a fixed right side."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from engine.feel.dates import Date
from engine.feel.evaluation.arithmetic import arithmetic
from engine.feel.evaluation.counting import comparison_cost, cost
from engine.feel.evaluation.operators import and_, compare, or_
from engine.feel.evaluation.scope import Closure, Scope
from engine.feel.evaluation.spelt import all_spelt
from engine.feel.syntax import ast
from engine.feel.types import type_name
from engine.feel.values import PRECISION

Compile = Callable[[Any, Scope], Closure]

_NUMBERS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": PRECISION.add,
    "-": PRECISION.subtract,
    "*": PRECISION.multiply,
    "/": PRECISION.divide,
}
_ORDERS: dict[str, Callable[[Any, Any], bool | None]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COMPARABLE = frozenset({Decimal, str})
#: compared at once, whatever their size
_CHEAP = frozenset({Decimal, bool, type(None), Date})
_LONG = 1024
#: a power by a logarithm takes 100 microseconds, one by multiplying a few
_REAL_POWER, _SMALL_EXPONENT = 240, 64


def compile_arithmetic(node: ast.Arithmetic, scope: Scope, compile_node: Compile) -> Closure:
    closure = compile_node(node.first, scope)
    if len(node.rest) == 1:
        sign, operand = node.rest[0]
        return _operation(sign, closure, compile_node(operand, scope), scope.text, node.at)
    steps = [(sign, compile_node(operand, scope)) for sign, operand in node.rest]
    text, at = scope.text, node.at

    def evaluate(frame: Any) -> Any:
        value = closure(frame)
        for sign, operand in steps:
            value = _compute(sign, value, operand(frame), frame, text, at)
        return value

    return evaluate


def _compute(sign: str, left: Any, right: Any, frame: Any, text: str, at: int) -> Any:
    if sign == "**" or type(left) is not Decimal or type(right) is not Decimal:
        frame.run.spend(power_cost(left, right) if sign == "**" else 4 + cost((left, right)))
    result = arithmetic(sign, left, right)
    if result is None and (read := all_spelt(frame.run, (left, right))) is not None:
        result = arithmetic(sign, *read)
    if result is None:
        if sign == "/" and type(left) is type(right) is Decimal and right == 0:
            frame.run.warn("TYPE", "a number cannot be divided by zero", text, at)
        else:
            frame.run.warn("TYPE", f"'{sign}' does not fit a {type_name(left)} and a {type_name(right)}", text, at)
    return frame.run.bounded(result) if type(result) is str else result


def _operation(sign: str, left: Closure, right: Closure, text: str, at: int) -> Closure:
    numbers = _NUMBERS.get(sign)
    if numbers is None:
        return lambda frame: _compute(sign, left(frame), right(frame), frame, text, at)

    def evaluate(frame: Any) -> Any:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            try:
                return numbers(a, b)
            except DecimalException:
                pass
        return _compute(sign, a, b, frame, text, at)

    return evaluate


def power_cost(base: Any, exponent: Any) -> int:
    """Steps of a power: small whole exponents are multiplied out."""
    if type(base) is not Decimal or type(exponent) is not Decimal:
        return 4
    small = -_SMALL_EXPONENT <= exponent <= _SMALL_EXPONENT and exponent == exponent.to_integral_value()
    return 8 if small else _REAL_POWER


def compile_comparison(node: ast.Comparison, scope: Scope, compile_node: Compile) -> Closure:
    left, right = compile_node(node.left, scope), compile_node(node.right, scope)
    sign, text, at = node.sign, scope.text, node.at
    short = _ORDERS[sign]

    def slow(frame: Any, a: Any, b: Any) -> bool | None:
        if type(a) not in _CHEAP:
            frame.run.spend(comparison_cost(a, b))
        result = compare(sign, a, b)
        if result is None and (read := all_spelt(frame.run, (a, b))) is not None:
            result = compare(sign, *read)
        if result is None:
            frame.run.warn("TYPE", f"'{sign}' does not fit a {type_name(a)} and a {type_name(b)}", text, at)
        return result

    if isinstance(node.right, ast.Literal) and type(node.right.value) in _COMPARABLE:
        fixed, kind = node.right.value, type(node.right.value)

        def with_fixed(frame: Any) -> bool | None:
            a = left(frame)
            return short(a, fixed) if type(a) is kind else slow(frame, a, fixed)

        if isinstance(node.left, ast.Name) and not scope.layers:
            return _variable_with_fixed(node.left.name, with_fixed, short, fixed)
        return with_fixed

    def evaluate(frame: Any) -> bool | None:
        a, b = left(frame), right(frame)
        if type(a) is type(b) and type(a) in _COMPARABLE and not (type(a) is str and len(a) > _LONG):
            return short(a, b)
        return slow(frame, a, b)

    return evaluate


def _variable_with_fixed(name: str, compared: Closure, short: Callable[[Any, Any], Any], fixed: Any) -> Closure:
    """The most frequent condition: a variable of the caller beside a number or a text."""
    kind = type(fixed)

    def evaluate(run: Any) -> bool | None:
        a = run.names.get(name)
        result: bool | None = short(a, fixed) if type(a) is kind else compared(run)
        return result

    return evaluate


def compile_junction(node: ast.Conjunction | ast.Disjunction, scope: Scope, compile_node: Compile) -> Closure:
    operands = [compile_node(operand, scope) for operand in node.operands]
    conjunction = isinstance(node, ast.Conjunction)
    decisive = not conjunction
    combine: Callable[[Any, Any], bool | None] = and_ if conjunction else or_
    if len(operands) == 2:
        first, second = operands

        def pair(frame: Any) -> bool | None:
            a = first(frame)
            if a is decisive:
                return bool(a)
            b = second(frame)
            return combine(a, b)

        return pair

    def evaluate(frame: Any) -> bool | None:
        result: bool | None = not decisive
        for operand in operands:
            value = operand(frame)
            if value is decisive:
                return bool(value)
            result = combine(result, value)
        return result

    return evaluate
