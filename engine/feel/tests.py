"""Unary tests to closures: the right side of `in` and the cells of decision tables (DMN 1.5, 7.3.12 and table 55)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.feel import ast
from engine.feel.frame import Frame, variable
from engine.feel.operators import compare, meets
from engine.feel.scope import Closure, Scope
from engine.feel.types import type_name

Compile = Callable[[Any, Scope], Closure]
INPUT = "?"


def mentions_input(node: Any) -> bool:
    """Whether an expression refers to `?`."""
    if isinstance(node, ast.Name):
        return node.name == INPUT
    if isinstance(node, tuple):
        return any(mentions_input(item) for item in node)
    return hasattr(node, "__dataclass_fields__") and any(mentions_input(getattr(node, name)) for name in node.__dataclass_fields__)


def compile_test(node: ast.Node, scope: Scope, compile_node: Compile) -> Callable[[Any, Any], Any]:
    """A test of a value: a function from a frame that binds `?`, and the value, to true, false or null."""
    if isinstance(node, ast.UnaryRange):
        sign, operand = node.sign, compile_node(node.operand, scope)
        return lambda frame, value: compare(sign, value, operand(frame))
    expected = compile_node(node, scope)
    if mentions_input(node):

        def condition(frame: Any, value: Any) -> Any:
            result = expected(frame)
            return result if isinstance(result, bool) or result is None else meets(value, result)

        return condition
    if isinstance(node, ast.Literal | ast.ListLiteral | ast.RangeLiteral):
        return lambda frame, value: meets(value, expected(frame))

    def other(frame: Any, value: Any) -> Any:
        result = expected(frame)
        # a condition on other variables decides by itself, unless the input is a boolean to compare it with
        return result if isinstance(result, bool) and not isinstance(value, bool | list) else meets(value, result)

    return other


def compile_in(node: ast.In, scope: Scope, compile_node: Compile) -> Closure:
    value, inner = compile_node(node.value, scope), scope.inner(INPUT)
    tests = [compile_test(test, inner, compile_node) for test in node.tests]
    text, at = scope.text, node.at

    def evaluate(frame: Any) -> bool | None:
        actual = value(frame)
        layer = Frame({INPUT: actual}, frame, frame.run)
        result = _any(layer, actual, tests)
        if result is None:
            frame.run.warn("TYPE", f"'in' cannot compare a {type_name(actual)} with that", text, at)
        return result

    return evaluate


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
