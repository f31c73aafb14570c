"""Calls and function definitions to closures (DMN 1.5, 10.3.2.13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.feel.errors import FeelLimitExceeded
from engine.feel.evaluation.counting import call_cost
from engine.feel.evaluation.frame import Frame
from engine.feel.evaluation.function import Function, Parameter, Signature
from engine.feel.evaluation.refused import refusal
from engine.feel.evaluation.scope import Closure, Scope
from engine.feel.evaluation.spelt import all_spelt
from engine.feel.limits import MAX_CALLS
from engine.feel.syntax import ast
from engine.feel.syntax.type_names import resolve
from engine.feel.types import ANY, LIST, Simple, Type, type_name
from engine.feel.values import READY

Compile = Callable[[Any, Scope], Closure]
#: kinds of arguments that a short way takes as they are; None: any
Kinds = frozenset[type] | None
_SIZED = frozenset({list, str, dict})
_NESTED = frozenset({list, dict, str})
_SMALL: dict[type, int] = {list: 32, str: 64, dict: 8}


def compile_call(node: ast.Call, scope: Scope, compile_node: Compile) -> Closure:
    function = compile_node(node.function, scope)
    arguments = [compile_node(argument, scope) for argument in node.arguments]
    label = node.function.name if isinstance(node.function, ast.Name) else "this"
    text, at, names = scope.text, node.at, node.names

    reason = refusal(node, scope)
    if reason is not None:
        scope.compiled.refused.append(reason)

    def evaluate(frame: Any) -> Any:
        if reason is not None and label not in frame.run.names:
            frame.run.warn("NO_FUNCTION", reason, text, at)
            return None
        return apply(frame, function(frame), [argument(frame) for argument in arguments])

    def call(target: Function, values: list[Any], run: Any) -> Any:
        if not names:
            return target.invoke(values, run)
        return target.invoke_named(dict(zip(names, values, strict=True)), run) if len(set(names)) == len(names) else NotImplemented

    def apply(frame: Any, target: Any, values: list[Any]) -> Any:
        run = frame.run
        if type(target) is not Function:
            run.warn("NO_FUNCTION", f"'{label}' is a {type_name(target)} and no function", text, at)
            return None
        run.spend(call_cost(target, values))
        result = call(target, values, run)
        if (result is NotImplemented or (result is None and not target.silent)) and (read := all_spelt(run, values)) is not None:
            again = call(target, read, run)
            result = result if again is NotImplemented else again
        if result is NotImplemented:
            run.spend(40)  # describing it takes longer than most calls
            given = ", ".join(type_name(value) for value in values) or "nothing"
            run.warn("ARGUMENT", f"{target.describe()} does not take {given}", text, at)
            return None
        if result is None and not target.silent:
            run.warn("ARGUMENT", f"'{target.name}' gives null for these arguments", text, at)
        return run.bounded(result)

    return _fast_call(node, scope, arguments, apply) or evaluate


def _fast_call(node: ast.Call, scope: Scope, arguments: list[Closure], apply: Callable[..., Any]) -> Closure | None:
    """A built-in function with arguments of exactly the right types, without trying its signatures."""
    name = node.function.name if isinstance(node.function, ast.Name) else ""
    function = scope.functions.get(name)
    if function is None or function.run or node.names or any(layer is None or name in layer for layer in scope.layers):
        return None
    found = next((item for item in function.signatures if item.variadic or len(item.parameters) == len(arguments)), None)
    if found is None or found.variadic or not arguments:
        return None
    scope.compiled.nodes += 2 + function.weight
    kinds = [_kinds(parameter.kind) for parameter in found.parameters]

    def usual(frame: Any, values: list[Any]) -> Any:
        return apply(frame, frame.run.names.get(name, function), values)

    large = _large if function.deep is None else _flat_at_most(function.flat)
    short = FastCall(name, found.call, function.silent, not scope.layers, usual, large)
    fixed = [argument.value for argument in node.arguments[1:] if isinstance(argument, ast.Literal)]
    if len(fixed) == len(arguments) - 1 and all(fits is None or type(value) in fits for value, fits in zip(fixed, kinds[1:], strict=True)):
        if isinstance(node.arguments[0], ast.Literal):
            return _constant(short, [node.arguments[0].value, *fixed])
        return _one(short, arguments[0], kinds[0], tuple(fixed))
    return _two(short, arguments, kinds) if len(arguments) == 2 else _more(short, arguments, kinds)


@dataclass(frozen=True)
class FastCall:
    """What the short ways have in common. A variable of the function's name takes its place, as names are resolved."""

    name: str
    call: Callable[..., Any]
    silent: bool
    outermost: bool
    usual: Callable[[Any, list[Any]], Any]
    #: whether the usual way must count what an argument costs; small arguments cannot make large results
    large: Callable[[Any], bool]


def _constant(short: FastCall, values: list[Any]) -> Closure:
    """All arguments are written in the expression: such as `duration("P5D")`."""
    name, usual = short.name, short.usual
    known: list[Any] = []

    def evaluate(frame: Any) -> Any:
        if known and name not in frame.run.names:
            return known[0]
        result = usual(frame, values)
        if type(result) in READY and result is not None and name not in frame.run.names:
            known[:] = [result]
        return result

    return evaluate


def _large(value: Any) -> bool:
    return type(value) in _SIZED and len(value) > _SMALL[type(value)]


def _flat_at_most(count: int) -> Callable[[Any], bool]:
    """For a function that looks into its arguments: only short lists of plain values need not be counted."""

    def large(value: Any) -> bool:
        kind = type(value)
        if kind is list:
            return len(value) > count or not _NESTED.isdisjoint(map(type, value))
        return kind is dict or _large(value)

    return large


def _one(short: FastCall, argument: Closure, fits: Kinds, fixed: tuple[Any, ...]) -> Closure:
    """One argument is not known before, the others are written in the expression."""
    call, name, silent, outermost, usual = short.call, short.name, short.silent, short.outermost, short.usual
    large = short.large
    sized = fits is None or not _SIZED.isdisjoint(fits)

    def evaluate(frame: Any) -> Any:
        value = argument(frame)
        fit = (fits is None or type(value) in fits) and not (sized and large(value))
        if fit and name not in (frame.names if outermost else frame.run.names):
            result = call(value, *fixed)
            if result is not None or silent:
                return result
        return usual(frame, [value, *fixed])

    return evaluate


def _two(short: FastCall, arguments: list[Closure], kinds: list[Kinds]) -> Closure:
    call, name, silent, outermost, usual = short.call, short.name, short.silent, short.outermost, short.usual
    large = short.large
    (first, second), (fits, also_fits) = arguments, kinds

    def evaluate(frame: Any) -> Any:
        value, other = first(frame), second(frame)
        fit = (fits is None or type(value) in fits) and (also_fits is None or type(other) in also_fits)
        if fit and not (large(value) or large(other)) and name not in (frame.names if outermost else frame.run.names):
            result = call(value, other)
            if result is not None or silent:
                return result
        return usual(frame, [value, other])

    return evaluate


def _more(short: FastCall, arguments: list[Closure], kinds: list[Kinds]) -> Closure:
    call, name, silent, usual = short.call, short.name, short.silent, short.usual
    large = short.large
    # a kind that is not one type never equals that of a value, so that the usual way decides
    exact = tuple(next(iter(fits)) if fits and len(fits) == 1 else None for fits in kinds)

    def evaluate(frame: Any) -> Any:
        values = [argument(frame) for argument in arguments]
        if tuple(map(type, values)) == exact and not any(map(large, values)) and name not in frame.run.names:
            result = call(*values)
            if result is not None or silent:
                return result
        return usual(frame, values)

    return evaluate


def _kinds(kind: Type) -> Kinds:
    if isinstance(kind, Simple):
        return frozenset(kind.kinds)
    return frozenset({list}) if kind == LIST else (None if kind is ANY else frozenset())


def compile_function(node: ast.FunctionLiteral, scope: Scope, compile_node: Compile) -> Closure:
    names = tuple(name for name, _kind in node.parameters)
    text, at = scope.text, node.at
    if node.body is None:

        def refuse(frame: Any) -> None:
            frame.run.warn("NO_FUNCTION", "external functions are not run here", text, at)

        return refuse
    before = scope.compiled.nodes
    body = compile_node(node.body, scope.inner(*names))
    weight = scope.compiled.nodes - before
    parameters = tuple(Parameter(name, ANY if kind is None else (resolve(kind, scope.types) or ANY)) for name, kind in node.parameters)

    def evaluate(frame: Any) -> Function:
        run = frame.run

        def call(*values: Any) -> Any:
            run.spend(weight + 8)
            return call_within_limit(run, body, Frame(dict(zip(names, values, strict=True)), frame, run))

        return Function("function", (Signature(parameters, call),), silent=True)

    return evaluate


def call_within_limit(run: Any, body: Closure, frame: Any) -> Any:
    """Run a function's body; endless recursion ends as a limit."""
    run.spend(1)
    run.calls += 1
    if run.calls > MAX_CALLS:
        raise FeelLimitExceeded(f"functions may call each other {MAX_CALLS} deep")
    try:
        return body(frame)
    finally:
        run.calls -= 1
