"""A syntax tree to closures: each node becomes one function from a frame to a value. Nothing of Python is reachable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.feel import ast
from engine.feel.frame import Frame, bounded
from engine.feel.iteration import compile_for, compile_quantified
from engine.feel.operators import and_, arithmetic, compare, equal, in_range, or_
from engine.feel.path import entry, select
from engine.feel.values import Function, Range, type_name

Closure = Callable[[Frame], Any]


def compile_node(node: ast.Node) -> Closure:
    return _COMPILERS[type(node)](node)


def _literal(node: ast.Literal) -> Closure:
    return lambda frame: node.value


def _name(node: ast.Name) -> Closure:
    def evaluate(frame: Frame) -> Any:
        frame.shared.step()
        found, value = frame.lookup(node.name)
        if not found:
            frame.shared.warn("NO_VARIABLE", f"there is no variable '{node.name}'")
        return value

    return evaluate


def _list(node: ast.ListLiteral) -> Closure:
    items = [compile_node(item) for item in node.items]
    return lambda frame: [item(frame) for item in items]


def _context(node: ast.ContextLiteral) -> Closure:
    entries = [(key, compile_node(value)) for key, value in node.entries]

    def evaluate(frame: Frame) -> dict[str, Any]:
        result: dict[str, Any] = {}
        inner = frame.inner(result)  # later entries see the earlier ones
        for key, value in entries:
            result[key] = value(inner)
        return result

    return evaluate


def _range(node: ast.RangeLiteral) -> Closure:
    start, end = compile_node(node.start), compile_node(node.end)
    return lambda frame: Range(start(frame), end(frame), node.start_included, node.end_included)


def _negation(node: ast.Negation) -> Closure:
    operand = compile_node(node.operand)

    def evaluate(frame: Frame) -> Any:
        value = operand(frame)
        if value is None or isinstance(value, bool) or type_name(value) not in _NEGATABLE:
            return _mismatch(frame, f"'-' does not fit a {type_name(value)}")
        return -value

    return evaluate


_NEGATABLE = ("number", "days and time duration", "years and months duration")


def _mismatch(frame: Frame, message: str) -> None:
    frame.shared.warn("TYPE", message)


def _binary(node: ast.Binary) -> Closure:
    left, right, sign = compile_node(node.left), compile_node(node.right), node.operator
    if sign == "and":
        return lambda frame: False if (value := left(frame)) is False else and_(value, right(frame))
    if sign == "or":
        return lambda frame: True if (value := left(frame)) is True else or_(value, right(frame))
    operate = compare if sign in ("=", "!=", "<", "<=", ">", ">=") else arithmetic

    def evaluate(frame: Frame) -> Any:
        frame.shared.step()
        a, b = left(frame), right(frame)
        result = operate(sign, a, b)
        if result is None:
            _mismatch(frame, f"'{sign}' does not fit a {type_name(a)} and a {type_name(b)}")
        return bounded(result)

    return evaluate


def _between(node: ast.Between) -> Closure:
    value, low, high = compile_node(node.value), compile_node(node.low), compile_node(node.high)
    return lambda frame: in_range(value(frame), Range(low(frame), high(frame)))


def _in(node: ast.In) -> Closure:
    value, test = compile_node(node.value), _any_test(ast.AnyTest(node.tests))
    return lambda frame: test(frame.inner({"?": value(frame)}))


def _test(node: ast.Test) -> Closure:
    operand = compile_node(node.operand)
    if node.operator != "expression":
        return lambda frame: compare(node.operator, frame.lookup("?")[1], operand(frame))

    def evaluate(frame: Frame) -> Any:
        return meets(frame.lookup("?")[1], operand(frame))

    uses_input = mentions_input(node.operand)

    def evaluate_condition(frame: Frame) -> Any:
        result = operand(frame)
        return result if isinstance(result, bool) or result is None else meets(frame.lookup("?")[1], result)

    return evaluate_condition if uses_input else evaluate


def mentions_input(node: Any) -> bool:
    """Whether an expression refers to `?`."""
    if isinstance(node, ast.Name):
        return node.name == "?"
    if isinstance(node, tuple):
        return any(mentions_input(item) for item in node)
    return hasattr(node, "__dataclass_fields__") and any(mentions_input(getattr(node, name)) for name in node.__dataclass_fields__)


def meets(value: Any, expected: Any) -> bool | None:
    """A value against what a test evaluated to: an interval or list contains it, or it is equal (DMN 1.5, 7.3.x)."""
    if isinstance(expected, Range):
        return in_range(value, expected)
    if isinstance(expected, list) and not isinstance(value, list):
        results = [meets(value, item) for item in expected]
        return True if True in results else (None if None in results else False)
    if isinstance(expected, list) and any(isinstance(item, list) for item in expected):
        return any(equal(value, item) is True for item in expected)
    if isinstance(expected, Function):
        result = expected.call(value)
        return result if isinstance(result, bool) else None
    return equal(value, expected)


def _any_test(node: ast.AnyTest) -> Closure:
    tests = [_test(test) for test in node.tests]
    if not tests:
        return lambda frame: True

    def evaluate(frame: Frame) -> bool | None:
        unknown = False
        for test in tests:
            result = test(frame)
            if result is True:
                return not node.negated
            unknown = unknown or not isinstance(result, bool)
        return None if unknown else node.negated

    return evaluate


def _if(node: ast.If) -> Closure:
    condition, then, otherwise = compile_node(node.condition), compile_node(node.then), compile_node(node.otherwise)
    return lambda frame: then(frame) if condition(frame) is True else otherwise(frame)


def _path(node: ast.Path) -> Closure:
    source = compile_node(node.source)
    return lambda frame: entry(source(frame), node.name, frame.shared)


def _filter(node: ast.Filter) -> Closure:
    source, condition = compile_node(node.source), compile_node(node.condition)
    return lambda frame: select(source(frame), condition, frame)


def _instance_of(node: ast.InstanceOf) -> Closure:
    value = compile_node(node.value)

    def evaluate(frame: Frame) -> bool:
        actual = value(frame)
        if actual is None:
            return node.type == "Null"
        kind = node.type.partition("<")[0]
        return kind == "Any" or type_name(actual) == kind

    return evaluate


def _call(node: ast.Call) -> Closure:
    arguments = [compile_node(argument) for argument in node.arguments]
    function = compile_node(node.function)
    label = node.function.name if isinstance(node.function, ast.Name) else "this"

    def evaluate(frame: Frame) -> Any:
        frame.shared.step()
        target = function(frame)
        if not isinstance(target, Function):
            frame.shared.warn("NO_FUNCTION", f"'{label}' is no function")
            return None
        values = [argument(frame) for argument in arguments]
        if node.names:
            if any(name not in target.parameters for name in node.names):
                frame.shared.warn("ARGUMENT", f"'{label}' has the parameters {', '.join(target.parameters)}")
                return None
            given = dict(zip(node.names, values, strict=True))
            values = [given.get(name) for name in target.parameters]
            while len(values) > target.required and target.parameters[len(values) - 1] not in given:
                values.pop()
        fits = target.required <= len(values) and (target.variadic or len(values) <= len(target.parameters))
        result = target.call(*values) if fits else None
        if result is None and not (label.startswith("is ") or label == "get or else"):
            frame.shared.warn("ARGUMENT", f"'{label}' gives null for these arguments")
        return bounded(result)

    return evaluate


def _function(node: ast.FunctionLiteral) -> Closure:
    body = compile_node(node.body)

    def evaluate(frame: Frame) -> Function:
        def call(*values: Any) -> Any:
            inner = Frame(dict(zip(node.parameters, values, strict=True)), frame, frame.shared, frame.calls)
            return body(inner)

        return Function(node.parameters, call, required=len(node.parameters))

    return evaluate


_COMPILERS: dict[type, Callable[[Any], Closure]] = {
    ast.Literal: _literal,
    ast.Name: _name,
    ast.ListLiteral: _list,
    ast.ContextLiteral: _context,
    ast.RangeLiteral: _range,
    ast.Negation: _negation,
    ast.Binary: _binary,
    ast.Between: _between,
    ast.In: _in,
    ast.AnyTest: _any_test,
    ast.If: _if,
    ast.Path: _path,
    ast.Filter: _filter,
    ast.InstanceOf: _instance_of,
    ast.Call: _call,
    ast.FunctionLiteral: _function,
    ast.For: lambda node: compile_for(node, compile_node),
    ast.Quantified: lambda node: compile_quantified(node, compile_node),
}
