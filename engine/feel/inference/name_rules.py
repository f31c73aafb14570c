"""Names and paths: variables, entries of the items of a filter, entries of contexts."""

from __future__ import annotations

from dataclasses import replace

from engine.feel.inference.inferred import UNKNOWN, Inferred, Shape, describe, guards_inside
from engine.feel.inference.members import member
from engine.feel.inference.narrowing import is_answered, path_of
from engine.feel.inference.walk import Item, Walk
from engine.feel.syntax import ast
from engine.feel.types import ANY, FUNCTION, NULL


def infer_name(walk: Walk, node: ast.Name) -> Inferred:
    for layer in walk.layers:
        if isinstance(layer, Item):
            found = _of_item(walk, layer.value, node.name)
            if found is not None:
                return found
        elif node.name in layer:
            return _unless_sure(walk, node, layer[node.name])
    found = walk.names.lookup(node.name)
    if found is not None:
        return _unless_sure(walk, node, found)
    if node.name in walk.functions:
        return Inferred(FUNCTION)
    if walk.names.open:
        return UNKNOWN
    walk.tell("UNKNOWN_NAME", node, names=(node.name,))
    return UNKNOWN


def _of_item(walk: Walk, item: Inferred, name: str) -> Inferred | None:
    """None where the name is certainly none of the item's."""
    if name == "item":
        return item
    if isinstance(item.type, Shape):
        return item.type.entry(name) or (None if item.type.closed else UNKNOWN)
    return UNKNOWN if item.type is ANY else None


def _unless_sure(walk: Walk, node: ast.Node, found: Inferred) -> Inferred:
    known = path_of(node) in walk.sure or is_answered(found, walk.facts, walk.names.lookup)
    return found.sure() if found.null and known else found


def infer_path(walk: Walk, node: ast.Path) -> Inferred:
    source = walk.of(node.source)
    found = member(source.type, node.name)
    if found is None:
        known = source.type.entries if isinstance(source.type, Shape) else ()
        walk.tell("UNKNOWN_ENTRY", node, describe(source.type), *(key for key, _value in known))
        return UNKNOWN
    path = path_of(node.source)
    found = guards_inside(found, ".".join(path)) if path else replace(found, when=frozenset())
    if source.null and source.type is not NULL:
        found = found.perhaps(source.through)
    return _unless_sure(walk, node, found)
