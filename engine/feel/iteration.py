"""for, some and every: nested loops over lists and ranges (DMN 1.5, 10.3.2.14 and 10.3.2.15)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from engine.feel import ast
from engine.feel.dates import Date, date_of_number, day_number
from engine.feel.errors import FeelLimitExceeded
from engine.feel.frame import MAX_ITEMS, Frame
from engine.feel.operators import and_, or_, order
from engine.feel.scope import Closure, Scope
from engine.feel.types import type_name
from engine.feel.values import Range

#: name, list or first value, last value of a span, place
Source = tuple[str, Closure, Closure | None, int]


def _sources(iterations: tuple[ast.Iteration, ...], scope: Scope, compile_node: Any) -> tuple[list[Source], Scope]:
    """Each list may use the names before it."""
    sources: list[Source] = []
    for item in iterations:
        end = None if item.end is None else compile_node(item.end, scope)
        sources.append((item.name, compile_node(item.source, scope), end, item.at))
        scope = scope.inner(item.name)
    return sources, scope


def _items(value: Any, end: Any, spanned: bool) -> list[Any] | None:
    if spanned:
        return span(value, end)
    if type(value) is Range:
        return _range_items(value)
    return value if type(value) is list else (None if value is None else [value])


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
        _limit(abs(end - start))
        first, last = int(start), int(end)
        step = 1 if last >= first else -1
        return [Decimal(value) for value in range(first, last + step, step)]
    if type(start) is Date and type(end) is Date:
        first, last = day_number(start), day_number(end)
        _limit(abs(last - first))
        step = 1 if last >= first else -1
        return [date_of_number(value) for value in range(first, last + step, step)]
    return None


def _limit(size: Decimal | int) -> None:
    if size >= MAX_ITEMS:
        raise FeelLimitExceeded(f"a loop may have {MAX_ITEMS} rounds")


def _walk(frame: Any, sources: list[Source], text: str, index: int = 0) -> Iterator[Any]:
    """Every combination as a frame; None once where a source is no list."""
    name, source, end, at = sources[index]
    run = frame.run
    value = source(frame)
    items = _items(value, end(frame) if end else None, end is not None)
    if items is None:
        run.warn("TYPE", f"'{name}' cannot run over a {type_name(value)}", text, at)
        yield None
        return
    last = index == len(sources) - 1
    for item in items:
        run.step()
        inner = Frame({name: item}, frame, run)
        if last:
            yield inner
        else:
            yield from _walk(inner, sources, text, index + 1)


def compile_for(node: ast.For, scope: Scope, compile_node: Any) -> Closure:
    partial = scope.inner("partial")
    sources, inner = _sources(node.iterations, partial, compile_node)
    result = compile_node(node.result, inner)
    text = scope.text

    def evaluate(frame: Any) -> list[Any] | None:
        results: list[Any] = []
        run = frame.run
        for round_frame in _walk(Frame({"partial": results}, frame, run), sources, text):
            if round_frame is None:
                return None
            results.append(result(round_frame))
            if len(results) > MAX_ITEMS:
                run.bounded(results)
        return results

    return evaluate


def compile_quantified(node: ast.Quantified, scope: Scope, compile_node: Any) -> Closure:
    sources, inner = _sources(node.iterations, scope, compile_node)
    condition = compile_node(node.condition, inner)
    every, text = node.every, scope.text

    def evaluate(frame: Any) -> bool | None:
        result: bool | None = every
        for round_frame in _walk(frame, sources, text):
            if round_frame is None:
                return None
            value = condition(round_frame)
            if value is not None and type(value) is not bool:
                round_frame.run.warn("TYPE", f"satisfies needs true or false, but this is a {type_name(value)}", text, 0)
                return None
            result = and_(result, value) if every else or_(result, value)
            if result is (not every):
                return result
        return result

    return evaluate
