"""Decision tables to closures (DMN 1.5, clause 8)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from engine.dmn import elements as dmn
from engine.dmn.compilation import Compilation
from engine.dmn.evaluation import Evaluation, Trace
from engine.dmn.table_index import CellTest, TableIndex
from engine.feel.evaluation.arithmetic import arithmetic
from engine.feel.evaluation.frame import Frame
from engine.feel.evaluation.operators import equal, order
from engine.feel.evaluation.scope import Closure
from engine.feel.evaluation.unary import INPUT
from engine.feel.text import nested_text
from engine.feel.values import to_feel

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
        self.inputs = [compilation.expression(item.expression) for item in table.inputs]
        cells = compilation.inner(INPUT)
        self.allowed = [cells.tests(item.values) if item.values else None for item in table.inputs]
        self.index = TableIndex([[CellTest(literal, cells) for literal in rule.inputs] for rule in table.rules], len(table.inputs))
        self.results = [self._row(rule.outputs, compilation) for rule in table.rules]
        self.default = self._row([output.default for output in table.outputs], compilation)
        self.has_default = any(output.default for output in table.outputs)
        self.priorities = [_priorities(output, compilation) for output in table.outputs]
        single = {"FIRST": self._first, "ANY": self._any, "PRIORITY": self._priority}
        self.choose: Callable[..., tuple[Any, tuple[str, ...]]] = single.get(table.hit_policy, self._unique)

    def _row(self, cells: Sequence[dmn.Literal | None], compilation: Compilation) -> Closure:
        """The value of a rule: of its only output, else a context of all."""
        closures = [
            compilation.with_type(compilation.expression(cell), output.type, output.place)
            for cell, output in zip(cells, self.table.outputs, strict=False)
        ]
        if len(closures) == 1:
            return closures[0]
        named = [(output.name, closure) for output, closure in zip(self.table.outputs, closures, strict=False)]
        return lambda frame: {name: closure(frame) for name, closure in named}

    def evaluate(self, frame: Any) -> Any:
        run = frame.run
        values = [closure(frame) for closure in self.inputs]
        value, matched, clash = self._decide(frame, values)
        if isinstance(run, Evaluation):
            inputs = tuple(zip(self.labels, values, strict=True))
            names = tuple(self.ids[rule] for rule in matched)
            cells = self._explained(frame, values) if run.explain else ()
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
        for label, value, layer, allowed in zip(self.labels, values, layers, self.allowed, strict=True):
            if allowed is not None and value is not None and allowed(layer) is not True:
                frame.run.warn("TYPE", f"{nested_text(value)} is no allowed value of the input '{label}'", "", 0)
                return None, [], ()
        first_only = self.table.hit_policy == "FIRST"
        matched = self.index.matches(values, layers, first_only=first_only)
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
        return aggregate(results, self.table.aggregation) if self.table.aggregation else results


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
