"""Decision tables to closures (DMN 1.5, clause 8)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from engine.dmn import elements as dmn
from engine.dmn.compilation import Compilation, quote
from engine.dmn.conversion import describe, note_fault
from engine.dmn.evaluation import Evaluation, Trace
from engine.dmn.table_cells import guard, incomparable
from engine.dmn.table_index import CellTest, TableIndex
from engine.feel.evaluation.arithmetic import arithmetic
from engine.feel.evaluation.frame import Frame
from engine.feel.evaluation.operators import equal, order
from engine.feel.evaluation.scope import Closure
from engine.feel.evaluation.unary import INPUT
from engine.feel.types import ANY, DATE_TIME, TIME
from engine.feel.values import to_feel

#: types whose values cannot all be compared with one another; of moments those with a zone and those without
_DOUBTFUL = (ANY, DATE_TIME, TIME)

POLICIES = ("UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT")
_SINGLE = frozenset({"UNIQUE", "ANY", "PRIORITY", "FIRST"})
AGGREGATIONS = ("SUM", "MIN", "MAX", "COUNT")


def compile_table(table: dmn.DecisionTable, compilation: Compilation) -> Closure:
    _check(table, compilation)
    return Table(table, compilation).evaluate


def _check(table: dmn.DecisionTable, compilation: Compilation) -> None:
    if table.hit_policy not in POLICIES:
        compilation.problem("DECISION_TABLE", f"There is no hit policy '{table.hit_policy}'.", table.place)
    if table.aggregation and (table.aggregation not in AGGREGATIONS or len(table.outputs) > 1):
        compilation.problem("DECISION_TABLE", f"'{table.aggregation}' cannot aggregate {len(table.outputs)} outputs.", table.place)
    if not table.outputs:
        compilation.problem("DECISION_TABLE", "The table has no output.", table.place)
    for rule in table.rules:
        if len(rule.inputs) != len(table.inputs) or len(rule.outputs) != len(table.outputs):
            compilation.problem("DECISION_TABLE", f"The rule '{rule.id}' has not one cell for each column.", rule.place)


class Table:
    """A compiled table; its `evaluate` is the closure."""

    def __init__(self, table: dmn.DecisionTable, compilation: Compilation) -> None:
        self.table = table
        self.decision = compilation.decision
        self.labels = tuple(item.label for item in table.inputs)
        self.ids = tuple(rule.id for rule in table.rules)
        self.columns = [_column_name(item) for item in table.inputs]
        self.inputs = [self._input(item, name, compilation) for item, name in zip(table.inputs, self.columns, strict=True)]
        kinds = [compilation.type(item.expression.type, item.place) for item in table.inputs]
        self.doubtful = [number for number, kind in enumerate(kinds) if kind in _DOUBTFUL]
        cells = compilation.inner(INPUT)
        self.allowed = [cells.tests(item.values) if item.values else None for item in table.inputs]
        self.index = TableIndex(
            [[CellTest(literal, cells, name) for literal, name in zip(rule.inputs, self.columns, strict=False)] for rule in table.rules],
            len(table.inputs),
        )
        self.results = [self._row(rule.outputs, compilation) for rule in table.rules]
        self.default = self._row([output.default for output in table.outputs], compilation)
        self.has_default = any(output.default for output in table.outputs)
        self.priorities = [_priorities(output, compilation) for output in table.outputs]
        single = {"FIRST": self._first, "ANY": self._any, "PRIORITY": self._priority}
        self.choose: Callable[..., tuple[Any, tuple[str, ...]]] = single.get(table.hit_policy, self._unique)

    def _row(self, cells: Sequence[dmn.Literal | None], compilation: Compilation) -> Closure:
        """The value of a rule: of its only output, else a context of all."""
        closures = [self._output(cell, output, compilation) for cell, output in zip(cells, self.table.outputs, strict=False)]
        if len(closures) == 1:
            return closures[0]
        named = [(output.name, closure) for output, closure in zip(self.table.outputs, closures, strict=False)]
        return lambda frame: {name: closure(frame) for name, closure in named}

    def _input(self, item: dmn.Input, name: str, compilation: Compilation) -> Closure:
        what = f"column {name}"
        closure = (
            guard(compilation.text(item.expression, unary=False), f"'{self.decision}' {what}") if item.expression.text.strip() else _null
        )
        return compilation.with_type(closure, item.expression.type, item.expression.place, what)

    def _output(self, cell: dmn.Literal | None, output: dmn.Output, compilation: Compilation) -> Closure:
        if cell is None or not cell.text.strip():
            return _null
        what = f"column '{output.label or output.name}', {quote(cell)}"
        closure = guard(compilation.expression(cell), f"'{self.decision}' {what}", "NO_VARIABLE")
        return compilation.with_type(closure, output.type, output.place, what)

    def evaluate(self, frame: Any) -> Any:
        run = frame.run
        seen = run.seen if isinstance(run, Evaluation) else {}
        values = [closure(frame) for closure in self.inputs]
        value, matched, clash = self._decide(frame, values)
        if isinstance(run, Evaluation):
            # the table has judged its own warnings
            run.seen = seen
            inputs = tuple(zip(self.labels, values, strict=True))
            names = tuple(self.ids[rule] for rule in matched)
            cells: tuple[Any, ...] = ()
            if run.explain:
                with run.aside():
                    cells = self._explained(frame, values)
            run.trace(Trace(decision=self.decision, inputs=inputs, matched=names, value=value, clash=clash, cells=cells))
        return value

    def _explained(self, frame: Any, values: list[Any]) -> tuple[tuple[str, tuple[bool | None, ...]], ...]:
        layers = [Frame({INPUT: value}, frame, frame.run) for value in values]
        return tuple(
            (name, tuple(cell.test(layer) for cell, layer in zip(row, layers, strict=False)))
            for name, row in zip(self.ids, self.index.rows, strict=True)
        )

    def _decide(self, frame: Any, values: list[Any]) -> tuple[Any, list[int], tuple[str, ...]]:
        layers = [Frame({INPUT: value}, frame, frame.run) for value in values]
        for column, value, layer, allowed in zip(self.columns, values, layers, self.allowed, strict=True):
            if allowed is not None and value is not None and allowed(layer) is not True:
                message = f"{describe(value)}, is no allowed value of the column {column} of '{self.decision}'"
                frame.run.warn("TYPE", message, "", 0)
                note_fault(frame.run, message)
                return None, [], ()
        first_only = self.table.hit_policy == "FIRST"
        matched = self.index.matches(values, layers, first_only=first_only)
        for number in self.doubtful:
            if incomparable(self.index.rows, number, layers[number], values[number], matched):
                note_fault(
                    frame.run,
                    f"no cell of the column {self.columns[number]} of '{self.decision}' can be compared with {describe(values[number])}",
                )
        if not matched:
            return self._nothing(frame), [], ()
        if self.table.hit_policy in _SINGLE:
            value, clash = self.choose(frame, matched)
            return value, matched, clash
        return self._collect(frame, matched), matched, ()

    def _nothing(self, frame: Any) -> Any:
        if self.has_default:
            return self.default(frame)
        if self.table.aggregation == "COUNT":
            return to_feel(0)
        return None if self.table.hit_policy in _SINGLE or self.table.aggregation else []

    def _first(self, frame: Any, matched: list[int]) -> tuple[Any, tuple[str, ...]]:
        return self.results[matched[0]](frame), ()

    def _unique(self, frame: Any, matched: list[int]) -> tuple[Any, tuple[str, ...]]:
        if len(matched) == 1:
            return self.results[matched[0]](frame), ()
        return None, self._clash(frame, matched, "match together, but only one may (UNIQUE)")

    def _any(self, frame: Any, matched: list[int]) -> tuple[Any, tuple[str, ...]]:
        results = [self.results[rule](frame) for rule in matched]
        if all(equal(result, results[0]) is True for result in results):
            return results[0], ()
        return None, self._clash(frame, matched, "give different results, but must not (ANY)")

    def _clash(self, frame: Any, matched: list[int], what: str) -> tuple[str, ...]:
        numbers = ", ".join(str(rule + 1) for rule in matched)
        frame.run.warn("CLASH", f"the rules {numbers} of '{self.decision}' {what}", "", 0)
        return tuple(self.ids[rule] for rule in matched)

    def _priority(self, frame: Any, matched: list[int]) -> tuple[Any, tuple[str, ...]]:
        return self._ordered(frame, matched)[0], ()

    def _ordered(self, frame: Any, matched: list[int]) -> list[Any]:
        """By the outputs' lists of values, the first output before the others."""
        values = [rank(frame) if rank else [] for rank in self.priorities]
        results = [self.results[rule](frame) for rule in matched]

        def place(result: Any) -> tuple[int, ...]:
            parts = [result] if len(self.table.outputs) == 1 else [result[output.name] for output in self.table.outputs]
            return tuple(
                next((number for number, value in enumerate(ranked) if equal(value, part) is True), len(ranked))
                for ranked, part in zip(values, parts, strict=True)
            )

        return sorted(results, key=place)

    def _collect(self, frame: Any, matched: list[int]) -> Any:
        if self.table.hit_policy == "OUTPUT ORDER":
            return self._ordered(frame, matched)
        results = [self.results[rule](frame) for rule in matched]
        if not self.table.aggregation:
            return results
        value = aggregate(results, self.table.aggregation)
        if value is None and len(results) > 1:
            message = f"the results of '{self.decision}' cannot be collected ({self.table.aggregation}): {describe(results)}"
            frame.run.warn("TYPE", message, "", 0)
            note_fault(frame.run, message)
        return value


def _null(frame: Any) -> None:
    return None


def _column_name(item: dmn.Input) -> str:
    """The label, and the expression where it is another text."""
    text = quote(item.expression)
    return f"'{item.label}'" if item.label == text.strip("`") else f"'{item.label}', {text}"


def aggregate(results: list[Any], how: str) -> Any:
    """The sum, extreme or number of results (8.2.8)."""
    if how == "COUNT":
        return to_feel(len(results))
    if how == "SUM":
        return functools.reduce(_plus, results)
    wanted = -1 if how == "MIN" else 1
    best = results[0]
    for result in results[1:]:
        place = order(result, best)
        if place is None:
            return None
        best = result if place == wanted else best
    return best


def _plus(left: Any, right: Any) -> Any:
    return arithmetic("+", left, right)


def _priorities(output: dmn.Output, compilation: Compilation) -> Closure | None:
    """The output's values in their order, as a list."""
    if output.values is None:
        return None
    literal = dmn.Literal(text=f"[{output.values.text}]", place=output.values.place)
    return compilation.expression(literal)
