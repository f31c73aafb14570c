"""for, some and every: nested loops over lists and ranges (DMN 1.5, 10.3.2.14 and 10.3.2.15)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from engine.feel.dates import Date, date_of_number, day_number
from engine.feel.errors import FeelLimitExceeded
from engine.feel.evaluation.frame import Frame
from engine.feel.evaluation.operators import and_, or_, order
from engine.feel.evaluation.scope import Closure, Scope
from engine.feel.interval import Range
from engine.feel.limits import MAX_ITEMS
from engine.feel.syntax import ast
from engine.feel.syntax.captures import captures, mentions
from engine.feel.types import type_name
from engine.feel.values import whole


class Loop:
    """The rounds of one loop, or of several inside each other; each list may use the names before it."""

    def __init__(self, iterations: tuple[ast.Iteration, ...], body: Any, scope: Scope, compile_node: Any, opaque: bool) -> None:
        self.text = scope.text
        #: name, list or first value, last value of a span, place
        self.sources: list[tuple[str, Closure, Closure | None, int]] = []
        before = scope.compiled.nodes
        for item in iterations:
            end = None if item.end is None else compile_node(item.end, scope)
            self.sources.append((item.name, compile_node(item.source, scope), end, item.at))
            scope = scope.inner(item.name)
        self.body: Callable[[Any], Any] = compile_node(body, scope)
        self.weight = scope.compiled.nodes - before
        #: one layer of names may serve every round
        self.shared = not opaque and not captures(body) and not any(captures(item) for item in iterations)

    def rounds(self, frame: Any, index: int = 0) -> Iterator[Any]:
        """Every combination as a frame; None once where a source is no list."""
        name, source, end, at = self.sources[index]
        run = frame.run
        value = source(frame)
        items = span(value, end(frame)) if end is not None else _items(value)
        if items is None:
            run.warn("TYPE", f"'{name}' cannot run over a {type_name(value)}", self.text, at)
            yield None
            return
        run.spend(len(items) * self.weight)
        last = index == len(self.sources) - 1
        layer = Frame({name: None}, frame, run)
        for item in items:
            if not self.shared:
                layer = Frame({name: None}, frame, run)
            layer.names[name] = item  # type: ignore[index]
            if last:
                yield layer
            else:
                yield from self.rounds(layer, index + 1)


def _items(value: Any) -> list[Any] | None:
    if type(value) is list:
        return value
    if type(value) is Range:
        return _range_items(value)
    return None if value is None else [value]


def _range_items(interval: Range) -> list[Any] | None:
    """Upwards only: unlike `2..1`, the range `[2..1]` holds nothing to run over."""
    if interval.sign or order(interval.start, interval.end) not in (-1, 0):
        return None
    items = span(interval.start, interval.end)
    if items is None:
        return None
    return items[0 if interval.start_included else 1 : None if interval.end_included else -1]


def span(start: Any, end: Any) -> list[Any] | None:
    """Every whole number or day from one to the other, upwards or downwards; None where they are neither."""
    if type(start) is Decimal and type(end) is Decimal:
        if start != start.to_integral_value() or end != end.to_integral_value():
            return None
        first, last = whole(start), whole(end)
        _limit(abs(last - first))
        step = 1 if last >= first else -1
        return [Decimal(value) for value in range(first, last + step, step)]
    if type(start) is Date and type(end) is Date:
        first, last = day_number(start), day_number(end)
        _limit(abs(last - first))
        step = 1 if last >= first else -1
        return [date_of_number(value) for value in range(first, last + step, step)]
    return None


def _limit(size: int) -> None:
    if size >= MAX_ITEMS:
        raise FeelLimitExceeded(f"a loop may have {MAX_ITEMS} rounds")


def compile_for(node: ast.For, scope: Scope, compile_node: Any, *, opaque: bool = False) -> Closure:
    """`opaque`: the parts are no nodes of FEEL, so what they mention is not known."""
    partial = opaque or mentions(node, "partial")
    loop = Loop(node.iterations, node.result, scope.inner("partial") if partial else scope, compile_node, opaque)
    body = loop.body

    def evaluate(frame: Any) -> list[Any] | None:
        results: list[Any] = []
        outer = Frame({"partial": results}, frame, frame.run) if partial else frame
        for layer in loop.rounds(outer):
            if layer is None:
                return None
            results.append(body(layer))
            if len(results) > MAX_ITEMS:
                raise FeelLimitExceeded(f"a list may have {MAX_ITEMS} items")
        return results

    return evaluate


def compile_quantified(node: ast.Quantified, scope: Scope, compile_node: Any, *, opaque: bool = False) -> Closure:
    loop = Loop(node.iterations, node.condition, scope, compile_node, opaque)
    body, every, text = loop.body, node.every, scope.text

    def evaluate(frame: Any) -> bool | None:
        result: bool | None = every
        for layer in loop.rounds(frame):
            value = None if layer is None else body(layer)
            if type(value) is not bool and value is not None:
                frame.run.warn("TYPE", f"satisfies needs true or false, but this is a {type_name(value)}", text, 0)
                return None
            if layer is None or value is (not every):
                return value
            result = and_(result, value) if every else or_(result, value)
        return result

    return evaluate
