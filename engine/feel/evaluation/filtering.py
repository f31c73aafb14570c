"""Filters to closures: positions and conditions in brackets (DMN 1.5, 10.3.2.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.feel.evaluation.frame import Frame, Siblings, item_frame
from engine.feel.evaluation.scope import Closure, Scope
from engine.feel.syntax import ast
from engine.feel.syntax.captures import captures
from engine.feel.values import whole

_NO_NAMES: dict[str, Any] = {}


def compile_filter(node: ast.Filter, scope: Scope, compile_node: Any) -> Closure:
    source = compile_node(node.source, scope)
    if isinstance(node.condition, ast.Literal) and type(node.condition.value) is Decimal:
        return _position(source, node.condition.value, scope.text, node.at)
    before = scope.compiled.nodes
    condition = compile_node(node.condition, scope.filter())
    weight, shared, text, at = scope.compiled.nodes - before, not captures(node.condition), scope.text, node.at

    def evaluate(frame: Any) -> Any:
        value, run = source(frame), frame.run
        if value is None:
            run.warn("NO_ENTRY", "null has no items to choose from", text, at)
            return None
        items = value if type(value) is list else [value]
        if not items:
            # a position still is one: of an empty list it is null
            return None if type(condition(item_frame(None, frame, run))) is Decimal else []
        run.spend(len(items) * weight)
        layer, siblings = Frame(_NO_NAMES, frame, run), Siblings(items)
        layer.siblings = siblings
        kept: list[Any] = []
        for item in items:
            if not shared:
                layer = Frame(_NO_NAMES, frame, run)
                layer.siblings = siblings
            layer.item = item
            layer.names = item if type(item) is dict else _NO_NAMES
            result = condition(layer)
            if result is True:
                kept.append(item)
            elif type(result) is Decimal:
                return at_position(items, result, frame, text, at)
        return kept

    return evaluate


def _position(source: Closure, index: Decimal, text: str, at: int) -> Closure:
    def evaluate(frame: Any) -> Any:
        value = source(frame)
        return at_position(value if type(value) is list else ([] if value is None else [value]), index, frame, text, at)

    return evaluate


def at_position(items: list[Any], index: Decimal, frame: Any, text: str, at: int) -> Any:
    """The item at a position that counts from 1, or from the end where negative."""
    number = whole(index)
    place = number if number == index and abs(number) <= len(items) else 0
    if place == 0:
        frame.run.warn("NO_ENTRY", f"a list of {len(items)} has no item {index}", text, at)
        return None
    return items[place - 1 if place > 0 else place]
