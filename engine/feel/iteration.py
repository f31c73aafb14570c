"""for, some and every: nested loops over lists and ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.feel import ast
from engine.feel.frame import MAX_ITEMS, Frame, bounded
from engine.feel.operators import and_, or_
from engine.feel.values import Range

Closure = Callable[[Frame], Any]
Compile = Callable[[Any], Closure]


def _sources(iterations: tuple[ast.Iteration, ...], compile_node: Compile) -> list[tuple[str, Closure, Closure | None]]:
    return [(item.name, compile_node(item.source), compile_node(item.end) if item.end is not None else None) for item in iterations]


def _items(frame: Frame, source: Closure, end: Closure | None) -> list[Any] | None:
    value = source(frame)
    if end is not None:
        return _span(value, end(frame))
    if isinstance(value, Range):
        return _span(value.start, value.end)
    return value if isinstance(value, list) else (None if value is None else [value])


def _span(start: Any, end: Any) -> list[Any] | None:
    if isinstance(start, Decimal) and isinstance(end, Decimal):
        first, last = int(start), int(end)
        step = 1 if last >= first else -1
        return [Decimal(value) for value in range(first, last + step, step)][: MAX_ITEMS + 1] if abs(last - first) <= MAX_ITEMS else None
    plain = isinstance(start, date) and isinstance(end, date) and not isinstance(start, datetime) and not isinstance(end, datetime)
    if plain and abs((end - start).days) <= MAX_ITEMS:
        step = 1 if end >= start else -1
        return [start + timedelta(days=offset) for offset in range(0, (end - start).days + step, step)]
    return None


def _walk(frame: Frame, sources: list[tuple[str, Closure, Closure | None]], index: int = 0) -> Iterator[Frame | None]:
    """Every combination as a frame; None once where a source is no list."""
    if index == len(sources):
        yield frame
        return
    name, source, end = sources[index]
    items = _items(frame, source, end)
    if items is None:
        frame.shared.warn("TYPE", f"'{name}' cannot run over this value")
        yield None
        return
    for item in items:
        frame.shared.step()
        yield from _walk(frame.inner({name: item}), sources, index + 1)


def compile_for(node: ast.For, compile_node: Compile) -> Closure:
    sources, result = _sources(node.iterations, compile_node), compile_node(node.result)

    def evaluate(frame: Frame) -> list[Any] | None:
        results: list[Any] = []
        for inner in _walk(frame.inner({"partial": results}), sources):
            if inner is None:
                return None
            results.append(result(inner))
            bounded(results)
        return results

    return evaluate


def compile_quantified(node: ast.Quantified, compile_node: Compile) -> Closure:
    sources, condition = _sources(node.iterations, compile_node), compile_node(node.condition)

    def evaluate(frame: Frame) -> bool | None:
        result: bool | None = node.every
        for inner in _walk(frame, sources):
            value = None if inner is None else condition(inner)
            result = and_(result, value) if node.every else or_(result, value)
            if result is (not node.every):
                return result
        return result

    return evaluate
