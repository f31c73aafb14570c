"""What chooses, repeats or filters."""

from __future__ import annotations

from engine.feel.inference.inferred import UNKNOWN, Inferred, describe, item_of, join
from engine.feel.inference.walk import Item, Walk
from engine.feel.syntax import ast
from engine.feel.types import ANY, BOOLEAN, LIST, NULL, NUMBER, ListType


def infer_choice(walk: Walk, node: ast.If) -> Inferred:
    walk.truth(node.condition)
    then = walk.where(node.condition, True).of(node.then)
    return join(then, walk.where(node.condition, False).of(node.otherwise))


def infer_repetition(walk: Walk, node: ast.For) -> Inferred:
    inner = _iterated(walk, node.iterations, node)
    result = inner.within({"partial": Inferred(LIST)}).of(node.result)
    return Inferred(ListType(result.type))


def infer_quantified(walk: Walk, node: ast.Quantified) -> Inferred:
    _iterated(walk, node.iterations, node).truth(node.condition)
    return Inferred(BOOLEAN)


def _iterated(walk: Walk, iterations: tuple[ast.Iteration, ...], node: ast.Node) -> Walk:
    inner = walk
    for iteration in iterations:
        source = inner.value_of(iteration.source, iteration.source)
        if iteration.end is not None:
            inner.value_of(iteration.end, iteration.end)
        item = UNKNOWN if isinstance(iteration.source, ast.RangeLiteral) else item_of(source.type)
        inner = inner.within({iteration.name: Inferred(NUMBER) if _counts(iteration, source) else item})
    return inner


def infer_filter(walk: Walk, node: ast.Filter) -> Inferred:
    source = walk.value_of(node.source, node)
    item = item_of(source.type)
    condition = walk.within(Item(item)).of(node.condition)
    if condition.type == NUMBER:
        return item
    if condition.type is ANY:
        return UNKNOWN
    if condition.type != BOOLEAN and condition.type is not NULL:
        walk.tell("EXPECTED_TYPE", node.condition, BOOLEAN.name, describe(condition.type))
        return UNKNOWN
    return Inferred(ListType(item.type))


def _counts(iteration: ast.Iteration, source: Inferred) -> bool:
    return iteration.end is not None and source.type == NUMBER
