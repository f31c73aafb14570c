"""Names of types to types: built-in ones, and those of a decision model's item definitions."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel.syntax import ast
from engine.feel.types import ANY, BUILTIN_TYPES, ContextType, FunctionType, ListType, RangeType, Type


def resolve(node: ast.TypeName, types: Mapping[str, Type]) -> Type | None:
    """The type of this name; None where there is none."""
    parts = [resolve(part, types) for part in node.of]
    result = ANY if node.result is None else resolve(node.result, types)
    if result is None or None in parts:
        return None
    known = [part for part in parts if part is not None]
    if node.name == "list" and known:
        return ListType(known[0])
    if node.name == "range" and known:
        return RangeType(known[0])
    if node.name == "context" and known:
        return ContextType(tuple(zip(node.keys, known, strict=True)))
    if node.name == "function" and (known or node.result is not None):
        return FunctionType(tuple(known), result)
    return types.get(node.name) or BUILTIN_TYPES.get(node.name)
