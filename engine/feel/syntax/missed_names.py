"""Finds the names that an expression counts on: a variable that is not there is a fault of it, and not what it asks about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.feel.syntax import ast
from engine.feel.syntax.free_names import free_names, root_name

_ASKING = ("is defined", "get or else")


def names_counted_on(node: Any) -> frozenset[str]:
    """Free names without those whose absence the expression asks about: `x = null`, `x != null`, `is defined(x)`, `get or else(x, 0)`,
    `x instance of number`. What the condition of a filter names counts too; whether an item has it is known at evaluation only.
    """
    return free_names(node) - frozenset(_asked_about(node))


def _asked_about(node: Any) -> Iterator[str]:
    match node:
        case ast.Comparison(sign="=" | "!=", left=left, right=right):
            yield from _root(left if _is_null(right) else right if _is_null(left) else None)
        case ast.In(value=value, tests=tests) if any(_is_null(test) for test in tests):
            yield from _root(value)
        case ast.InstanceOf(value=value):
            yield from _root(value)
        case ast.Call(function=ast.Name(name=name), arguments=(first, *_)) if name in _ASKING:
            yield from _root(first)
    for part in node if isinstance(node, tuple) else [getattr(node, name) for name in getattr(node, "__dataclass_fields__", ())]:
        yield from _asked_about(part)


def _root(node: Any) -> Iterator[str]:
    name = root_name(node)
    if name is not None:
        yield name


def _is_null(node: Any) -> bool:
    match node:
        case ast.Literal(value=None):
            return True
        case ast.UnaryRange(sign="=", operand=operand):
            return _is_null(operand)
        case _:
            return False
