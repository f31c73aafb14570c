"""The FEEL type of what a decision gives, as far as its model says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.dmn import elements as dmn
from engine.dmn.decision import Decision
from engine.dmn.model import Model
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import FUNCTIONS
from engine.feel.expression import compile as compile_feel
from engine.feel.inference.inference import infer
from engine.feel.inference.inferred import UNKNOWN, Inferred, join_all, of_type, shape
from engine.feel.types import ANY, BUILTIN_TYPES, NUMBER, ListType, Type

_LISTS = frozenset({"RULE ORDER", "OUTPUT ORDER", "COLLECT"})


@dataclass(frozen=True)
class _AnyNames:
    """Nothing is known of what a decision reads: its model has its own linter."""

    open: bool = True

    def lookup(self, name: str) -> Inferred | None:
        return None


def result_type(decision: Decision) -> Inferred:
    """Of its table, its expression, or what its variable declares. A table without a rule for some input is told by the model's linter."""
    model = decision.model
    element = next((item for item in model.definitions.decisions if item.id == decision.id), None)
    if element is None:
        return UNKNOWN
    declared = declared_type(model, element.variable.type)
    if declared is not ANY:
        return Inferred(of_type(declared))
    if isinstance(element.logic, dmn.DecisionTable):
        return _of_table(model, element.logic)
    if isinstance(element.logic, dmn.Literal):
        return _of_literal(model, element.logic)
    return UNKNOWN


def declared_type(model: Model, name: str) -> Type:
    plain = name.rpartition(":")[2]
    return model.types.get(name) or model.types.get(plain) or BUILTIN_TYPES.get(plain) or ANY


def _of_table(model: Model, table: dmn.DecisionTable) -> Inferred:
    if table.aggregation == "COUNT":
        return Inferred(NUMBER)
    columns = {output.name: _of_column(model, table, number) for number, output in enumerate(table.outputs)}
    row = Inferred(shape(columns)) if len(table.outputs) > 1 else next(iter(columns.values()), UNKNOWN)
    if table.aggregation:
        return row
    return Inferred(ListType(row.type)) if table.hit_policy in _LISTS else row


def _of_column(model: Model, table: dmn.DecisionTable, number: int) -> Inferred:
    output = table.outputs[number]
    declared = declared_type(model, output.type)
    if declared is not ANY:
        return Inferred(of_type(declared))
    cells: Iterable[dmn.Literal | None] = [*(rule.outputs[number] for rule in table.rules if number < len(rule.outputs)), output.default]
    found = [_of_literal(model, cell) for cell in cells if cell is not None and cell.text.strip()]
    return join_all(found).sure() if found else UNKNOWN


def _of_literal(model: Model, literal: dmn.Literal) -> Inferred:
    declared = declared_type(model, literal.type)
    if declared is not ANY:
        return Inferred(of_type(declared))
    try:
        node = compile_feel(literal.text).node
    except FeelSyntaxError:
        return UNKNOWN
    return infer(node, _AnyNames(), FUNCTIONS)[0].sure()
