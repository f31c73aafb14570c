"""Boxed expressions to closures (DMN 1.5, 10.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.dmn import elements as dmn
from engine.dmn.compilation import Compilation
from engine.dmn.table import compile_table
from engine.feel.evaluation.calls import call_within_limit
from engine.feel.evaluation.frame import Frame, item_frame
from engine.feel.evaluation.function import Function, Parameter, Signature
from engine.feel.evaluation.iteration import compile_for, compile_quantified
from engine.feel.evaluation.scope import Closure, Scope
from engine.feel.syntax import ast
from engine.feel.types import type_name


def compile_boxed(element: dmn.Expression, compilation: Compilation) -> Closure:
    if element is None:
        return lambda frame: None
    if isinstance(element, dmn.Literal):
        return compilation.expression(element)
    closure = _COMPILERS[type(element)](element, compilation)
    return closure if isinstance(element, dmn.FunctionDefinition) else compilation.with_type(closure, element.type, element.place)


def _context(element: dmn.ContextExpression, compilation: Compilation) -> Closure:
    entries: list[tuple[str, Closure]] = []
    names: list[str] = []
    result: Closure | None = None
    for entry in element.entries:
        itself = [entry.variable.name] if entry.variable and isinstance(entry.expression, dmn.FunctionDefinition) else []
        inner = compilation.inner(*names, *itself)
        closure = compile_boxed(entry.expression, inner)
        if entry.variable is None:
            result = closure
            continue
        entries.append((entry.variable.name, inner.with_type(closure, entry.variable.type, element.place)))
        names.append(entry.variable.name)

    def evaluate(frame: Any) -> Any:
        values: dict[str, Any] = {}
        layer = Frame(values, frame, frame.run)
        for name, closure in entries:
            values[name] = closure(layer)
        return values if result is None else result(layer)

    return evaluate


def _list(element: dmn.ListExpression, compilation: Compilation) -> Closure:
    items = [compile_boxed(item, compilation) for item in element.items]
    return lambda frame: [item(frame) for item in items]


def _relation(element: dmn.Relation, compilation: Compilation) -> Closure:
    rows = [
        [
            (column.name, compilation.with_type(compile_boxed(cell, compilation), column.type, element.place))
            for column, cell in zip(element.columns, row, strict=False)
        ]
        for row in element.rows
    ]
    return lambda frame: [{name: cell(frame) for name, cell in row} for row in rows]


def _invocation(element: dmn.Invocation, compilation: Compilation) -> Closure:
    function = compile_boxed(element.function, compilation)
    bindings = [
        (parameter.name, compilation.with_type(compile_boxed(expression, compilation), parameter.type, element.place))
        for parameter, expression in element.bindings
    ]

    def evaluate(frame: Any) -> Any:
        target = function(frame)
        if type(target) is not Function:
            frame.run.warn("NO_FUNCTION", f"a {type_name(target)} cannot be invoked", "", 0)
            return None
        result = target.invoke_named({name: closure(frame) for name, closure in bindings})
        if result is NotImplemented:
            frame.run.warn("ARGUMENT", f"{target.describe()} does not take {', '.join(name for name, _closure in bindings)}", "", 0)
            return None
        return result

    return evaluate


def _function(element: dmn.FunctionDefinition, compilation: Compilation) -> Closure:
    create = compile_function(element, "function", compilation)
    return lambda frame: create(frame)


def compile_function(
    element: dmn.FunctionDefinition, name: str, compilation: Compilation, result: str = ""
) -> Callable[[Any], Function | None]:
    """From a frame to the function that closes over it. `result`: the type of what it gives."""
    if element.kind.upper() != "FEEL":
        compilation.problem(
            "DECISION_EXTERNAL", f"'{name}' is an external function ({element.kind}), which is not run here.", element.place
        )
        return lambda frame: frame.run.warn("NO_FUNCTION", f"'{name}' is an external function", "", 0)
    names = tuple(parameter.name for parameter in element.parameters)
    inner = compilation.inner(*names)
    body = inner.with_type(compile_boxed(element.body, inner), result or element.type, element.place)
    parameters = tuple(Parameter(item.name, compilation.type(item.type, element.place)) for item in element.parameters)

    def create(frame: Any) -> Function:
        run = frame.run

        def call(*values: Any) -> Any:
            return call_within_limit(run, body, Frame(dict(zip(names, values, strict=True)), frame, run))

        return Function(name, (Signature(parameters, call),), silent=True)

    return create


def _conditional(element: dmn.Conditional, compilation: Compilation) -> Closure:
    condition, then, otherwise = (compile_boxed(part, compilation) for part in (element.condition, element.then, element.otherwise))

    def evaluate(frame: Any) -> Any:
        decided = condition(frame)
        if decided is not None and not isinstance(decided, bool):
            frame.run.warn("TYPE", f"a condition is true or false, but this is a {type_name(decided)}", "", 0)
            return None
        return then(frame) if decided is True else otherwise(frame)

    return evaluate


def _filter(element: dmn.FilterExpression, compilation: Compilation) -> Closure:
    source = compile_boxed(element.source, compilation)
    match = compile_boxed(element.match, compilation.within(compilation.scope.filter(), "item"))

    def evaluate(frame: Any) -> Any:
        value, run = source(frame), frame.run
        kept = []
        for item in value if isinstance(value, list) else [value]:
            run.spend(1)
            decided = match(item_frame(item, frame, run))
            if decided is True:
                kept.append(item)
            elif decided is not None and not isinstance(decided, bool):
                run.warn("TYPE", f"a filter's match is true or false, but this is a {type_name(decided)}", "", 0)
                return None
        return kept

    return evaluate


def _iterator(element: dmn.Iterator, compilation: Compilation) -> Closure:
    """The loops of FEEL, with boxed expressions for their parts."""

    def part(inside: dmn.Expression, scope: Scope) -> Closure:
        return compile_boxed(inside, compilation.within(scope, element.name, "partial"))

    iterations = (ast.Iteration(element.name, element.source),)
    if element.kind == "for":
        return compile_for(ast.For(iterations, element.body), compilation.scope, part, opaque=True)
    return compile_quantified(ast.Quantified(element.kind == "every", iterations, element.body), compilation.scope, part, opaque=True)


_COMPILERS: dict[type, Callable[[Any, Compilation], Closure]] = {
    dmn.ContextExpression: _context,
    dmn.ListExpression: _list,
    dmn.Relation: _relation,
    dmn.Invocation: _invocation,
    dmn.FunctionDefinition: _function,
    dmn.Conditional: _conditional,
    dmn.FilterExpression: _filter,
    dmn.Iterator: _iterator,
    dmn.DecisionTable: compile_table,
}
