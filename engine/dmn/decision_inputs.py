"""The inputs of a decision: the input data that it requires, also through other decisions, and the names that it uses freely."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.dmn import elements as dmn
from engine.dmn.model import Model

Declared = dmn.InputData | dmn.DecisionElement | dmn.DecisionService


@dataclass(frozen=True, kw_only=True)
class DecisionInput:
    name: str
    #: as the model declares it; empty where it does not
    type: str = ""
    #: what a column that asks for it allows, as unary tests
    allowed: str = ""


def decision_inputs(model: Model, decision: str) -> list[DecisionInput]:
    """In the order in which the model declares them; names that are used freely come last."""
    groups: tuple[Iterable[Declared], ...] = (model.definitions.inputs, model.definitions.decisions, model.definitions.services)
    declared = {element.id: element for group in groups for element in group}
    needed = {element.id: element for element in _needed(model, declared, decision, set())}
    inputs = [element for element in model.definitions.inputs if element.id in needed]
    tables = [element.logic for element in needed.values() if isinstance(element, dmn.DecisionElement)]
    allowed = _allowed([table for table in tables if isinstance(table, dmn.DecisionTable)])
    types = _types([table for table in tables if isinstance(table, dmn.DecisionTable)])
    known = {element.variable.name for element in inputs}
    free = sorted({name for identity in needed for name in model.free_names.get(identity, ())} - known)
    return [
        *(_question(element.variable.name, element.variable.type, types, allowed) for element in inputs),
        *(_question(name, "", types, allowed) for name in free),
    ]


def _question(name: str, kind: str, types: dict[str, str], allowed: dict[str, str]) -> DecisionInput:
    return DecisionInput(name=name, type=kind or types.get(name, ""), allowed=allowed.get(name, ""))


def _needed(model: Model, declared: Mapping[str, Declared], identity: str, seen: set[str]) -> Iterator[dmn.InputData | dmn.DecisionElement]:
    element = declared.get(identity)
    if element is None or identity in seen:
        return
    seen.add(identity)
    if isinstance(element, dmn.InputData | dmn.DecisionElement):
        yield element
    inner: tuple[str, ...] = element.requires if isinstance(element, dmn.DecisionElement) else ()
    if isinstance(element, dmn.DecisionService):
        inner = (*element.outputs, *element.encapsulated, *element.input_data)
    for href in inner:
        yield from _needed(model, declared, href.rpartition("#")[2], seen)


def _allowed(tables: list[dmn.DecisionTable]) -> dict[str, str]:
    return {column.expression.text.strip(): column.values.text for table in tables for column in table.inputs if column.values}


def _types(tables: list[dmn.DecisionTable]) -> dict[str, str]:
    return {column.expression.text.strip(): column.expression.type for table in tables for column in table.inputs}
