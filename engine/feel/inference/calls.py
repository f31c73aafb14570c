"""Calls of built-in functions: whether a signature takes the arguments, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engine.feel.evaluation.function import Function, Parameter, Signature
from engine.feel.inference.inferred import UNKNOWN, Inferred, describe, may_be, of_value
from engine.feel.inference.results import RESULTS
from engine.feel.inference.walk import Walk
from engine.feel.syntax import ast
from engine.feel.syntax.printer import to_text
from engine.feel.types import ANY, NULL

#: one null among their arguments is enough for null, in silence
_OF_ALL = frozenset(
    {"min", "max", "sum", "mean", "product", "median", "stddev", "mode", "before", "after", "finishes", "finished by", "includes"}
    | {"during", "starts", "started by", "coincides"}
)
#: they read what a text spells, which is known of one that is written there
_READERS = frozenset({"date", "time", "date and time", "duration", "number"})


def infer_call(walk: Walk, node: ast.Call) -> Inferred:
    arguments = [walk.of(argument) for argument in node.arguments]
    function = _built_in(walk, node)
    if function is None:
        return UNKNOWN
    shapes = [_filled(signature, node.names, len(arguments)) for signature in function.signatures]
    possible = [filled for filled in shapes if filled is not None]
    if not possible:
        walk.tell("ARGUMENT_TYPES", node, function.describe())
        return UNKNOWN
    fitting = [filled for filled in possible if all(map(_takes, filled, arguments))]
    if not fitting:
        given = ", ".join(describe(argument.type) for argument in arguments)
        walk.tell("ARGUMENT_TYPES", node, function.describe(), given)
        return UNKNOWN
    for number, argument in enumerate(arguments):
        strict = function.name in _OF_ALL or not any(filled[number].nullable for filled in fitting)
        if argument.null and argument.type is not NULL and strict:
            through = tuple(sorted(argument.through))
            walk.tell("MAY_BE_NULL", node, to_text(node.arguments[number]), names=through)
    if function.name in _READERS and len(node.arguments) == 1 and isinstance(node.arguments[0], ast.Literal):
        return _read(walk, node, function, node.arguments[0].value)
    return RESULTS[function.name]([] if node.names else arguments)


def _read(walk: Walk, node: ast.Call, function: Function, text: Any) -> Inferred:
    """What a text is read as that stands in the call: `duration("P1M")` is of months, `duration("14 hari")` is null."""
    if not isinstance(text, str):
        return RESULTS[function.name]([])
    value = function.invoke([text])
    if value is None:
        walk.tell("ARGUMENT_TYPES", node, function.describe(), to_text(node.arguments[0]))
        return UNKNOWN
    return Inferred(of_value(value).type)


def _built_in(walk: Walk, node: ast.Call) -> Function | None:
    """The function that is called; None where a variable takes its place, or it is none of ours."""
    if not isinstance(node.function, ast.Name):
        walk.of(node.function)
        return None
    name = node.function.name
    if walk.bound(name):
        return None
    function = walk.functions.get(name)
    return function if isinstance(function, Function) and name in RESULTS else None


def _filled(signature: Signature, names: Sequence[str], count: int) -> list[Parameter] | None:
    """The parameter of each argument; None where their number or names do not fit."""
    parameters = signature.parameters
    if names:
        known = {name: parameter for parameter in parameters for name in (parameter.name, *parameter.others)}
        given = [known[name] for name in names if name in known]
        lacking = [parameter for parameter in parameters if parameter.required and parameter not in given]
        return given if len(given) == len(names) and not lacking else None
    if signature.variadic:
        return None if count < len(parameters) else list(_spread(parameters, count))
    if count > len(parameters) or any(parameter.required for parameter in parameters[count:]):
        return None
    return list(parameters[:count])


def _spread(parameters: tuple[Parameter, ...], count: int) -> Iterator[Parameter]:
    yield from parameters
    yield from [parameters[-1]] * (count - len(parameters))


def _takes(parameter: Parameter, argument: Inferred) -> bool:
    return argument.type is NULL or parameter.kind is ANY or may_be(argument.type, parameter.kind)
