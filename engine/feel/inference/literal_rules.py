"""Lists, contexts, ranges and functions that stand in an expression."""

from __future__ import annotations

from engine.feel.inference.inferred import UNKNOWN, Inferred, join_all, rename_guards, shape
from engine.feel.inference.walk import Walk
from engine.feel.syntax import ast
from engine.feel.types import ANY, FUNCTION, RANGE, ListType


def infer_list(walk: Walk, node: ast.ListLiteral) -> Inferred:
    items = [walk.of(item) for item in node.items]
    return Inferred(ListType(join_all(items).type if items else ANY))


def infer_context(walk: Walk, node: ast.ContextLiteral) -> Inferred:
    entries: dict[str, Inferred] = {}
    inner = walk
    for key, value in node.entries:  # an entry sees those before it
        entries[key] = inner.of(value)
        inner = inner.within({key: entries[key]})
    neighbours = {value.name: key for key, value in reversed(node.entries) if isinstance(value, ast.Name)}
    return Inferred(shape({key: rename_guards(value, neighbours) for key, value in entries.items()}))


def infer_range(walk: Walk, node: ast.RangeLiteral) -> Inferred:
    for end in (node.start, node.end):
        walk.of(end)
    return Inferred(RANGE)


def infer_function(walk: Walk, node: ast.FunctionLiteral) -> Inferred:
    if node.body is not None:
        walk.within({name: UNKNOWN for name, _kind in node.parameters}).of(node.body)
    return Inferred(FUNCTION)
