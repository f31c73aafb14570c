"""Finds the names that an expression reads and does not bind itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.feel.syntax import ast


def free_names(node: Any) -> frozenset[str]:
    """Names of variables, in no order. What a filter's condition names may also be an entry of the item: it counts as read."""
    return frozenset(_free(node, frozenset()))


def root_name(node: Any) -> str | None:
    """The variable of an expression that is a variable or a path into one."""
    while isinstance(node, ast.Path):
        node = node.source
    return node.name if isinstance(node, ast.Name) else None


def _free(node: Any, bound: frozenset[str]) -> Iterator[str]:
    match node:
        case ast.Name(name=name):
            yield from () if name in bound else (name,)
        case ast.Call(function=ast.Name(), arguments=arguments):
            yield from _free(arguments, bound)
        case ast.For() | ast.Quantified() | ast.FunctionLiteral() | ast.ContextLiteral() | ast.Filter():
            yield from _binding(node, bound)
        case tuple():
            for part in node:
                yield from _free(part, bound)
        case _:
            for name in getattr(node, "__dataclass_fields__", ()):
                yield from _free(getattr(node, name), bound)


def _binding(node: Any, bound: frozenset[str]) -> Iterator[str]:
    """What binds names of its own for a part of itself."""
    match node:
        case ast.For(iterations=iterations, result=result):
            yield from _iterated(iterations, result, bound | {"partial"})
        case ast.Quantified(iterations=iterations, condition=condition):
            yield from _iterated(iterations, condition, bound)
        case ast.FunctionLiteral(parameters=parameters, body=body):
            yield from _free(body, bound | {name for name, _type in parameters})
        case ast.ContextLiteral(entries=entries):
            for key, value in entries:  # an entry sees those before it (DMN 1.5, 10.3.2.6)
                yield from _free(value, bound)
                bound |= {key}
        case ast.Filter(source=source, condition=condition):
            yield from _free(source, bound)
            yield from _free(condition, bound | {"item"})


def _iterated(iterations: tuple[ast.Iteration, ...], body: Any, bound: frozenset[str]) -> Iterator[str]:
    for iteration in iterations:
        yield from _free((iteration.source, iteration.end), bound)
        bound |= {iteration.name}
    yield from _free(body, bound)
