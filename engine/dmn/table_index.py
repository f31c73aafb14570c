"""Finds the rules of a table that match: cells that name values are looked up, the others tested.

Each rule is a bit of a number. A column keeps, for each value that its cells name, the rules that take it; the rules that
may match are those of all columns, and only cells that are no plain values are evaluated, for these rules alone.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.dmn.compilation import Compilation
from engine.dmn.elements import Literal
from engine.dmn.table_cells import compile_cell
from engine.feel.evaluation.scope import Closure
from engine.feel.syntax import ast

_INDEXED = (Decimal, str, bool, type(None))


class CellTest:
    """An input cell: `values` where it only names values, else a test; neither where it passes everything."""

    __slots__ = ("passes", "test", "values")

    def __init__(self, literal: Literal, compilation: Compilation, column: str) -> None:
        self.values: tuple[Any, ...] | None = None
        self.passes = not literal.text.strip()
        self.test: Closure = lambda frame: True
        if not self.passes:
            node, self.test = compilation.parsed(literal, unary=True)
            self.passes = node is not None and not node.tests
            self.values = _values(node) or None
            if node is not None and not self.passes and self.values is None:
                self.test = compile_cell(self.test, node, literal, compilation, column)


def _values(node: ast.AnyTest | None) -> tuple[Any, ...] | None:
    """The values that a cell names; None for one that does more."""
    if node is None or node.negated or not all(isinstance(test, ast.Literal) and type(test.value) in _INDEXED for test in node.tests):
        return None
    return tuple(_key(test.value) for test in node.tests)


def _key(value: Any) -> tuple[type, Any]:
    """True and 1 are different values."""
    return type(value), value


class TableIndex:
    def __init__(self, rows: list[list[CellTest]], columns: int) -> None:
        self.rows = rows
        self.everything = (1 << len(rows)) - 1
        self.by_value: list[dict[tuple[type, Any], int]] = [{} for _column in range(columns)]
        #: the rules whose cell of a column is no list of values
        self.others: list[int] = [0] * columns
        self.tested: list[list[int]] = []
        for number, row in enumerate(rows):
            bit = 1 << number
            for column, cell in enumerate(row[:columns]):
                if cell.values is None:
                    self.others[column] |= bit
                    continue
                for value in cell.values:
                    known = self.by_value[column]
                    known[value] = known.get(value, 0) | bit
            self.tested.append([column for column, cell in enumerate(row[:columns]) if cell.values is None and not cell.passes])

    def matches(self, values: list[Any], layers: list[Any], *, first_only: bool = False) -> list[int]:
        """The numbers of the rules that match, counted from 0, in the order of the table."""
        candidates = self.everything
        for value, known, others in zip(values, self.by_value, self.others, strict=True):
            if type(value) in _INDEXED:
                candidates &= known.get((type(value), value), 0) | others
            # a list may be contained in what a cell names, and is compared by the tests of the cells
        lists = [column for column, value in enumerate(values) if type(value) not in _INDEXED]
        matched = []
        while candidates:
            lowest = candidates & -candidates
            candidates ^= lowest
            number = lowest.bit_length() - 1
            row = self.rows[number]
            columns = self.tested[number] if not lists else sorted({*self.tested[number], *lists})
            if all(row[column].test(layers[column]) is True for column in columns):
                matched.append(number)
                if first_only:
                    break
        return matched
