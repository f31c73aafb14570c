"""Cells and columns that cannot be computed: null would let another row decide, so each is a fault of the evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from engine.dmn.compilation import Compilation, quote
from engine.dmn.conversion import describe
from engine.dmn.elements import Literal
from engine.dmn.evaluation import HARMLESS, Evaluation
from engine.feel.evaluation.compiler import compile_node
from engine.feel.evaluation.scope import Closure
from engine.feel.evaluation.unary import INPUT
from engine.feel.syntax import ast


class Cell(Protocol):
    @property
    def passes(self) -> bool: ...
    @property
    def test(self) -> Closure: ...


def guard(closure: Closure, what: str, *more: str) -> Closure:
    """The closure; null because something in it did not fit is a fault, as in every expression of a process. `more`: other warnings."""

    def evaluate(frame: Any) -> Any:
        run = frame.run
        if not isinstance(run, Evaluation):
            return closure(frame)
        before = run.seen
        value = closure(frame)
        if value is None and run.seen is not before and (why := run.new_warning(before, "", *more)):
            run.fault(f"{what} cannot be computed: {why}")
        return value

    return evaluate


def compile_cell(test: Closure, node: ast.AnyTest, literal: Literal, compilation: Compilation, column: str) -> Closure:
    """The test of a cell; a variable that is not there and a bound that is null because of a warning are faults."""
    scope = replace(compilation.scope, text=literal.text)
    parts = [compile_node(part.operand if isinstance(part, ast.UnaryRange) else part, scope) for part in node.tests]
    what = f"'{compilation.decision}' column {column}: the cell {quote(literal)}"

    def evaluate(frame: Any) -> Any:
        run = frame.run
        if not isinstance(run, Evaluation):
            return test(frame)
        before = run.seen
        result = test(frame)
        if run.seen is not before:
            _judge(frame, parts, run.new_warning(before, "NO_VARIABLE"), run.new_warning(before, "", *HARMLESS), what)
        return result

    return evaluate


def _judge(frame: Any, parts: Sequence[Closure], unknown: str, why: str, what: str) -> None:
    """A comparison with null that somebody wrote is no fault: what counts is whether a part of the cell itself is null."""
    run, value = frame.run, frame.names.get(INPUT)
    with run.aside():
        fails = bool(unknown) or (value is not None and any(part(frame) is None for part in parts))
    if fails:
        run.fault(f"{what} cannot be computed for {describe(value)}: {unknown or why}")


def incomparable(rows: Sequence[Sequence[Cell]], column: int, layer: Any, value: Any, matched: Sequence[int]) -> bool:
    """Whether no cell of a column can be compared with its value, such as a text among numbers. Lists may contain what a cell names."""
    if value is None or isinstance(value, list) or not isinstance(layer.run, Evaluation):
        return False
    if any(not rows[row][column].passes for row in matched if column < len(rows[row])):
        return False
    cells = [row[column] for row in rows if column < len(row) and not row[column].passes]
    with layer.run.aside():
        return bool(cells) and all(cell.test(layer) is None for cell in cells)
