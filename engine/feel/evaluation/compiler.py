"""A syntax tree to closures: each node becomes one function from a frame to a value. Nothing of Python is reachable."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.evaluation.arithmetic import negate
from engine.feel.evaluation.calls import compile_call, compile_function
from engine.feel.evaluation.computing import compile_arithmetic, compile_comparison, compile_junction
from engine.feel.evaluation.counting import written_cost
from engine.feel.evaluation.filtering import compile_filter
from engine.feel.evaluation.frame import Frame
from engine.feel.evaluation.iteration import compile_for, compile_quantified
from engine.feel.evaluation.names import compile_name, compile_path
from engine.feel.evaluation.operators import and_, compare, order
from engine.feel.evaluation.scope import Closure, Scope
from engine.feel.evaluation.spelt import all_spelt
from engine.feel.evaluation.unary import compile_any_test, compile_in
from engine.feel.interval import Range
from engine.feel.syntax import ast
from engine.feel.syntax.type_names import resolve
from engine.feel.types import ANY, CONTEXT, LIST, NULL, type_name, without_constraints
from engine.feel.values import PRECISION

_ORDERED_ENDS = ("number", "string", "date", "time", "date and time", "days and time duration", "years and months duration")


#: types of which a value is without a look at its items
_AS_A_WHOLE = (ANY, LIST, CONTEXT)


def compile_node(node: ast.Node, scope: Scope) -> Closure:
    scope.compiled.nodes += 1
    return _COMPILERS[type(node)](node, scope)


def _literal(node: ast.Literal, scope: Scope) -> Closure:
    value = node.value
    return lambda frame: value


def _list(node: ast.ListLiteral, scope: Scope) -> Closure:
    scope.compiled.nodes += 4  # building a list takes longer than most
    items = [compile_node(item, scope) for item in node.items]
    return lambda frame: [item(frame) for item in items]


def _context(node: ast.ContextLiteral, scope: Scope) -> Closure:
    keys = [key for key, _value in node.entries]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:

        def fail(frame: Any) -> None:
            frame.run.warn("TYPE", f"the context has the entry '{twice}' twice", scope.text, node.at)

        return fail
    scope.compiled.nodes += 3 + len(keys)  # so does a context
    # each entry sees those before it, and only those; a function also itself
    entries: list[tuple[str, Closure]] = []
    for place, (key, value) in enumerate(node.entries):
        seen = keys[: place + isinstance(value, ast.FunctionLiteral)]
        entries.append((key, compile_node(value, scope.inner(*seen))))

    def evaluate(frame: Any) -> dict[str, Any]:
        result: dict[str, Any] = {}
        inner = Frame(result, frame, frame.run)
        for key, value in entries:
            result[key] = value(inner)
        return result

    return evaluate


def _range(node: ast.RangeLiteral, scope: Scope) -> Closure:
    start, end = compile_node(node.start, scope), compile_node(node.end, scope)

    def evaluate(frame: Any) -> Range | None:
        low, high = start(frame), end(frame)
        for value in (low, high):
            if value is not None and type_name(value) not in _ORDERED_ENDS:
                frame.run.warn("TYPE", f"a {type_name(value)} cannot be the end of a range", scope.text, node.at)
                return None
        if low is not None and high is not None and order(low, high) is None:
            if (read := all_spelt(frame.run, (low, high))) is not None and order(*read) is not None:
                return Range(read[0], read[1], node.start_included, node.end_included)
            message = f"a range cannot go from a {type_name(low)} to a {type_name(high)}"
            frame.run.warn("TYPE", message, scope.text, node.at)
            return None
        return Range(low, high, node.start_included, node.end_included)

    return evaluate


def unary_range(sign: str, value: Any) -> Range:
    if sign in ("=", "!="):
        return Range(value, value, True, True, sign)
    if sign[0] == "<":
        return Range(None, value, False, sign == "<=", sign)
    return Range(value, None, sign == ">=", False, sign)


def _unary_range(node: ast.UnaryRange, scope: Scope) -> Closure:
    operand, sign = compile_node(node.operand, scope), node.sign
    return lambda frame: unary_range(sign, operand(frame))


def _negation(node: ast.Negation, scope: Scope) -> Closure:
    if isinstance(node.operand, ast.Literal) and type(node.operand.value) is Decimal:
        number = PRECISION.minus(node.operand.value)
        return lambda frame: number
    operand = compile_node(node.operand, scope)

    def evaluate(frame: Any) -> Any:
        value = operand(frame)
        result = negate(value)
        if result is None:
            frame.run.warn("TYPE", f"'-' does not fit a {type_name(value)}", scope.text, node.at)
        return result

    return evaluate


def _between(node: ast.Between, scope: Scope) -> Closure:
    value, low, high = (compile_node(part, scope) for part in (node.value, node.low, node.high))

    def evaluate(frame: Any) -> bool | None:
        actual, lowest, highest = value(frame), low(frame), high(frame)
        result = and_(compare(">=", actual, lowest), compare("<=", actual, highest))
        if result is None and (read := all_spelt(frame.run, (actual, lowest, highest))) is not None:
            result = and_(compare(">=", read[0], read[1]), compare("<=", read[0], read[2]))
        if result is None:
            message = f"'between' does not fit a {type_name(actual)}, a {type_name(lowest)} and a {type_name(highest)}"
            frame.run.warn("TYPE", message, scope.text, node.at)
        return result

    return evaluate


def _if(node: ast.If, scope: Scope) -> Closure:
    condition, then, otherwise = (compile_node(part, scope) for part in (node.condition, node.then, node.otherwise))
    return lambda frame: then(frame) if condition(frame) is True else otherwise(frame)


def _instance_of(node: ast.InstanceOf, scope: Scope) -> Closure:
    value, named = compile_node(node.value, scope), resolve(node.type, scope.types)
    kind = None if named is None else without_constraints(named)

    def evaluate(frame: Any) -> bool | None:
        actual = value(frame)
        if kind is None:
            frame.run.warn("NO_TYPE", f"there is no type '{node.type.name}'", scope.text, node.at)
            return None
        if actual is None:
            return kind is NULL
        if kind not in _AS_A_WHOLE and type(actual) in (list, dict):
            frame.run.spend(written_cost(actual))
        return kind.holds(actual)

    return evaluate


_COMPILERS: dict[type, Callable[[Any, Scope], Closure]] = {
    ast.Literal: _literal,
    ast.Name: compile_name,
    ast.ListLiteral: _list,
    ast.ContextLiteral: _context,
    ast.RangeLiteral: _range,
    ast.UnaryRange: _unary_range,
    ast.Negation: _negation,
    ast.Between: _between,
    ast.If: _if,
    ast.Filter: lambda node, scope: compile_filter(node, scope, compile_node),
    ast.InstanceOf: _instance_of,
    ast.Arithmetic: lambda node, scope: compile_arithmetic(node, scope, compile_node),
    ast.Comparison: lambda node, scope: compile_comparison(node, scope, compile_node),
    ast.Conjunction: lambda node, scope: compile_junction(node, scope, compile_node),
    ast.Disjunction: lambda node, scope: compile_junction(node, scope, compile_node),
    ast.In: lambda node, scope: compile_in(node, scope, compile_node),
    ast.AnyTest: lambda node, scope: compile_any_test(node, scope, compile_node),
    ast.Path: lambda node, scope: compile_path(node, scope, compile_node),
    ast.Call: lambda node, scope: compile_call(node, scope, compile_node),
    ast.FunctionLiteral: lambda node, scope: compile_function(node, scope, compile_node),
    ast.For: lambda node, scope: compile_for(node, scope, compile_node),
    ast.Quantified: lambda node, scope: compile_quantified(node, scope, compile_node),
}
