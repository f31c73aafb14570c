"""Calls and function definitions to closures (DMN 1.5, 10.3.2.13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from engine.feel import ast
from engine.feel.errors import FeelLimitExceeded
from engine.feel.frame import MAX_CALLS, Frame
from engine.feel.function import Function, Parameter, Signature
from engine.feel.scope import Closure, Scope
from engine.feel.type_names import resolve
from engine.feel.types import ANY, type_name

Compile = Callable[[Any, Scope], Closure]


def compile_call(node: ast.Call, scope: Scope, compile_node: Compile) -> Closure:
    function = compile_node(node.function, scope)
    arguments = [compile_node(argument, scope) for argument in node.arguments]
    label = node.function.name if isinstance(node.function, ast.Name) else "this"
    text, at, names = scope.text, node.at, node.names

    def evaluate(frame: Any) -> Any:
        target, run = function(frame), frame.run
        run.step()
        if type(target) is not Function:
            run.warn("NO_FUNCTION", f"'{label}' is a {type_name(target)} and no function", text, at)
            return None
        values = [argument(frame) for argument in arguments]
        if target.clock:
            result = _at(run.moment, target) if not values else NotImplemented
        elif names:
            result = target.invoke_named(dict(zip(names, values, strict=True))) if len(set(names)) == len(names) else NotImplemented
        else:
            result = target.invoke(values)
        if result is NotImplemented:
            given = ", ".join(type_name(value) for value in values) or "nothing"
            run.warn("ARGUMENT", f"{target.describe()} does not take {given}", text, at)
            return None
        if result is None and not target.silent:
            run.warn("ARGUMENT", f"'{target.name}' gives null for these arguments", text, at)
        return run.bounded(result)

    return evaluate


def _at(moment: datetime | None, target: Function) -> Any:
    """now() and today(); null where the caller gave no time, because an evaluation asks no clock."""
    return None if moment is None else target.signatures[0].call(moment)


def compile_function(node: ast.FunctionLiteral, scope: Scope, compile_node: Compile) -> Closure:
    names = tuple(name for name, _kind in node.parameters)
    text, at = scope.text, node.at
    if node.body is None:

        def refuse(frame: Any) -> None:
            frame.run.warn("NO_FUNCTION", "external functions are not run here", text, at)

        return refuse
    body = compile_node(node.body, scope.inner(*names))
    parameters = tuple(Parameter(name, ANY if kind is None else (resolve(kind, scope.types) or ANY)) for name, kind in node.parameters)

    def evaluate(frame: Any) -> Function:
        run = frame.run

        def call(*values: Any) -> Any:
            return guarded(run, body, Frame(dict(zip(names, values, strict=True)), frame, run))

        return Function("function", (Signature(parameters, call),), silent=True)

    return evaluate


def guarded(run: Any, body: Closure, frame: Any) -> Any:
    """Run a function's body; endless recursion ends as a limit."""
    run.step()
    run.calls += 1
    if run.calls > MAX_CALLS:
        raise FeelLimitExceeded(f"functions may call each other {MAX_CALLS} deep")
    try:
        return body(frame)
    finally:
        run.calls -= 1
