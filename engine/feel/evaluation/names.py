"""Names and paths to closures: where a name is bound is decided once, when the expression is compiled."""

from __future__ import annotations

import itertools
from typing import Any

from engine.feel.evaluation.counting import cost
from engine.feel.evaluation.frame import Frame, Run, variable
from engine.feel.evaluation.path import MISSING, entry
from engine.feel.evaluation.scope import DYNAMIC, Closure, Scope, enclosing_frame
from engine.feel.evaluation.spelt import spelt
from engine.feel.syntax import ast
from engine.feel.text import nested_text
from engine.feel.types import type_name
from engine.feel.values import READY, to_feel

#: entries of a context that a warning names
_MAX_TOLD = 20


def no_variable(name: str) -> str:
    """The message of NO_VARIABLE."""
    return f"there is no variable '{name}'"


def compile_name(node: ast.Name, scope: Scope) -> Closure:
    for hops, layer in enumerate(scope.layers):
        if layer is DYNAMIC:
            return _dynamic(node, scope)
        if node.name in layer:
            return _partial(hops) if node.name == "partial" else _bound(node.name, hops)
    return _free(node, scope)


def _bound(name: str, hops: int) -> Closure:
    if hops == 0:
        return lambda frame: frame.names[name]
    if hops == 1:
        return lambda frame: frame.parent.names[name]
    outer = enclosing_frame(hops)
    return lambda frame: outer(frame).names[name]


def _partial(hops: int) -> Closure:
    """The results of a loop so far: as a copy, because the loop goes on adding to them."""
    outer = enclosing_frame(hops)

    def evaluate(frame: Frame) -> Any:
        value = outer(frame).names["partial"]
        return frame.run.bounded(value[:]) if type(value) is list else value

    return evaluate


def _free(node: ast.Name, scope: Scope) -> Closure:
    """A variable of the caller, else a built-in function."""
    name, text, at = node.name, scope.text, node.at
    fallback = scope.functions.get(name)
    if fallback is None and DYNAMIC not in scope.layers:
        scope.compiled.free.add(name)

    def missing(run: Run) -> Any:
        if fallback is None:
            run.warn("NO_VARIABLE", no_variable(name), text, at)
        return fallback

    if scope.layers:

        def inner(frame: Frame) -> Any:
            value = variable(frame.run, name, MISSING)
            return missing(frame.run) if value is MISSING else value

        return inner

    def outermost(run: Run) -> Any:
        try:
            value = run.names[name]
        except KeyError:
            return missing(run)
        return value if type(value) in READY else run.convert(name, value)

    return outermost


def _dynamic(node: ast.Name, scope: Scope) -> Closure:
    """Inside a filter the item's entries come first; which it has shows at evaluation."""
    name = node.name
    steps: list[tuple[Closure, bool]] = []
    for hops, layer in enumerate(scope.layers):
        if layer is DYNAMIC or name in layer:
            steps.append((enclosing_frame(hops), layer is DYNAMIC))
        if layer is not DYNAMIC and name in layer:
            break
    outside = _outside(node, scope, [outer for outer, dynamic in steps if dynamic])
    if len(steps) == 1 and scope.layers[0] is DYNAMIC:

        def of_item(frame: Frame) -> Any:
            try:
                return frame.names[name]
            except KeyError:
                return frame.item if name == "item" else outside(frame)

        return of_item

    def evaluate(frame: Frame) -> Any:
        for outer, dynamic in steps:
            layer = outer(frame)
            value = layer.names.get(name, MISSING)
            if value is not MISSING:
                return value
            if dynamic and name == "item":
                return layer.item
        return outside(frame)

    return evaluate


def _outside(node: ast.Name, scope: Scope, filters: list[Closure]) -> Closure:
    """What no item under test has: a variable of the caller, a built-in function, or an entry that only other items have (10.3.2.5)."""
    name, text, at = node.name, scope.text, node.at
    otherwise = _free(node, scope)

    def evaluate(frame: Frame) -> Any:
        run = frame.run
        lacking = name not in run.names and name not in scope.functions
        if lacking and any(outer(frame).may_have(name) for outer in filters):
            run.warn("NO_ENTRY", f"the item has no entry '{name}'", text, at)
            return None
        return otherwise(frame)

    return evaluate


def compile_path(node: ast.Path, scope: Scope, compile_node: Any) -> Closure:
    keys = [node.name]
    source = node.source
    while isinstance(source, ast.Path):
        keys.append(source.name)
        source = source.source
    keys.reverse()
    text, at = scope.text, node.at
    if isinstance(source, ast.Name) and not scope.layers:
        return _path_of_variable(source, tuple(keys), scope, at)
    read = compile_node(source, scope)

    if len(keys) == 1:
        only = keys[0]

        def short(frame: Any) -> Any:
            value = read(frame)
            if type(value) is dict and only in value:
                return value[only]
            return step(frame.run, value, only, text, at)

        return short

    def evaluate(frame: Any) -> Any:
        value = read(frame)
        for key in keys:
            value = value[key] if type(value) is dict and key in value else step(frame.run, value, key, text, at)
        return value

    return evaluate


def _path_of_variable(node: ast.Name, keys: tuple[str, ...], scope: Scope, at: int) -> Closure:
    """Only what the path leads to is converted, not the whole variable."""
    name, text = node.name, scope.text
    read = _free(node, scope)

    def slowly(run: Run) -> Any:
        value = read(run)
        for key in keys:
            value = step(run, value, key, text, at)
        return value

    def evaluate(run: Run) -> Any:
        try:
            value = run.names[name]
            for key in keys:
                value = value[key]
        except (KeyError, TypeError):
            return slowly(run)
        return value if type(value) in READY else to_feel(value)

    return evaluate


def step(run: Run, value: Any, key: str, text: str, at: int) -> Any:
    if type(value) is list:
        run.spend(cost((value,)))
        return run.bounded(entry(value, key))
    found = entry(value, key)
    if found is MISSING and type(value) is str:
        found = entry(spelt(run, value), key)
    if found is MISSING:
        if value is None:
            run.warn("NO_ENTRY", f"null has no entry '{key}'", text, at)
        elif type(value) is dict:
            known = [nested_text(name) for name in itertools.islice(value, _MAX_TOLD)] + ["others"] * (len(value) > _MAX_TOLD)
            run.warn("NO_ENTRY", f"there is no entry '{key}'; there are {', '.join(known) or 'none'}", text, at)
        else:
            run.warn("NO_ENTRY", f"a {type_name(value)} has no property '{key}'", text, at)
        return None
    return found
