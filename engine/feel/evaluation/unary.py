"""Unary tests to closures: the right side of `in` and the cells of decision tables (DMN 1.5, 7.3.12 and table 55)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.evaluation.counting import membership_cost
from engine.feel.evaluation.frame import Frame, variable
from engine.feel.evaluation.operators import compare, meets
from engine.feel.evaluation.scope import Closure, Scope
from engine.feel.evaluation.spelt import all_spelt, spelt
from engine.feel.interval import Range
from engine.feel.syntax import ast
from engine.feel.syntax.captures import mentions
from engine.feel.types import type_name

Compile = Callable[[Any, Scope], Closure]
INPUT = "?"
_PLAIN = frozenset({Decimal, str, bool, type(None)})


def compile_test(node: ast.Node, scope: Scope, compile_node: Compile) -> Callable[[Any, Any], Any]:
    """A test of a value: a function from a frame that binds `?`, and the value, to true, false or null."""
    quick = _plain_range(node)
    if quick is not None:
        return quick
    if isinstance(node, ast.UnaryRange):
        sign, operand = node.sign, compile_node(node.operand, scope)
        return lambda frame, value: _compared(frame, sign, value, operand(frame))
    expected = compile_node(node, scope)
    if mentions(node, INPUT):

        def condition(frame: Any, value: Any) -> Any:
            result = expected(frame)
            return result if isinstance(result, bool) or result is None else _counted(frame, value, result)

        return condition
    if isinstance(node, ast.Literal | ast.ListLiteral | ast.RangeLiteral):
        return lambda frame, value: _counted(frame, value, expected(frame))

    def other(frame: Any, value: Any) -> Any:
        result = expected(frame)
        # a condition on other variables decides by itself, unless the input is a boolean to compare it with
        return result if isinstance(result, bool) and not isinstance(value, bool | list) else _counted(frame, value, result)

    return other


def _counted(frame: Any, value: Any, expected: Any) -> bool | None:
    """A value against what a test evaluated to; a list of many counts."""
    if type(expected) not in _PLAIN:
        frame.run.spend(membership_cost(value, expected))
    result = meets(value, expected)
    if result is not None or not frame.run.read_texts:
        return result
    if type(expected) is Range:
        read = all_spelt(frame.run, (value, expected.start, expected.end))
        return None if read is None else meets(read[0], expected._replace(start=read[1], end=read[2]))
    items = expected if type(expected) is list else [expected]
    read = all_spelt(frame.run, (value, *items))
    return None if read is None else meets(read[0], read[1:] if type(expected) is list else read[1])


def _compared(frame: Any, sign: str, value: Any, limit: Any) -> bool | None:
    result = compare(sign, value, limit)
    read = all_spelt(frame.run, (value, limit)) if result is None else None
    return result if read is None else compare(sign, *read)


def _plain_range(node: ast.Node) -> Callable[[Any, Any], Any] | None:
    """A range of two numbers, written as such."""
    if not isinstance(node, ast.RangeLiteral) or not all(_is_number(end) for end in (node.start, node.end)):
        return None
    interval = Range(node.start.value, node.end.value, node.start_included, node.end_included)
    low, high, left, right = interval.start, interval.end, interval.start_included, interval.end_included

    def test(frame: Any, value: Any) -> Any:
        if type(value) is Decimal:
            return (low < value or (left and low == value)) and (value < high or (right and value == high))
        return meets(value, interval)

    return test


def _is_number(node: ast.Node) -> bool:
    return isinstance(node, ast.Literal) and type(node.value) is Decimal


def compile_in(node: ast.In, scope: Scope, compile_node: Compile) -> Closure:
    value, inner = compile_node(node.value, scope), scope.inner(INPUT)
    tests = [compile_test(test, inner, compile_node) for test in node.tests]
    text, at = scope.text, node.at
    plain = _plain_values(node.tests)
    quick = _plain_range(node.tests[0]) if len(node.tests) == 1 else None

    def evaluate(frame: Any) -> bool | None:
        actual = value(frame)
        if plain is not None and type(actual) in plain:
            return actual in plain[type(actual)]
        if quick is not None and type(actual) is Decimal:
            return bool(quick(frame, actual))
        frame.run.spend(len(tests))
        layer = Frame({INPUT: actual}, frame, frame.run)
        result = _any(layer, actual, tests)
        if result is None and (read := spelt(frame.run, actual)) is not actual:
            result = _any(Frame({INPUT: read}, frame, frame.run), read, tests)
        if result is None:
            frame.run.warn("TYPE", f"'in' cannot compare a {type_name(actual)} with that", text, at)
        return result

    return evaluate


def _plain_values(tests: tuple[ast.Node, ...]) -> dict[type, frozenset[Any]] | None:
    """The values of tests that are all numbers or all strings, by their type."""
    if not all(isinstance(test, ast.Literal) for test in tests):
        return None
    kinds = {type(test.value) for test in tests}
    return {next(iter(kinds)): frozenset(test.value for test in tests)} if kinds in ({Decimal}, {str}) else None


def _any(frame: Any, value: Any, tests: list[Callable[[Any, Any], Any]]) -> bool | None:
    unknown = True
    for test in tests:
        result = test(frame, value)
        if result is True:
            return True
        unknown = unknown and not isinstance(result, bool)
    return None if unknown else False


def compile_any_test(node: ast.AnyTest, scope: Scope, compile_node: Compile) -> Closure:
    """A cell. Its input is the variable `?`, in whichever layer."""
    tests = [compile_test(test, scope, compile_node) for test in node.tests]
    if not tests:
        return lambda frame: True
    bound = next((hops for hops, layer in enumerate(scope.layers) if layer and INPUT in layer), None)
    negated = node.negated

    def evaluate(frame: Any) -> bool | None:
        value = frame.names[INPUT] if bound == 0 else variable(frame.run, INPUT, None)
        result = _any(frame, value, tests)
        return not result if negated and result is not None else result

    return evaluate
