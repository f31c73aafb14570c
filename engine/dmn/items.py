"""Item definitions to types (DMN 1.5, 7.3.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engine.dmn.compilation import TYPE_NAMES, Compilation, ModelProblem
from engine.dmn.elements import Definitions, ItemDefinition, Literal
from engine.feel.errors import EvaluationStopped
from engine.feel.evaluation.frame import Frame, Run
from engine.feel.evaluation.scope import Scope
from engine.feel.types import ANY, Constrained, ContextType, FunctionType, ListType, Type

#: how many types may be made of one another in a row
MAX_DEPTH = 50


class ItemTypes:
    """The types of one model, each resolved when it is first needed; a cycle is a problem."""

    def __init__(self, definitions: Definitions, imported: Mapping[str, Type], problems: list[ModelProblem], scope: Scope) -> None:
        self.items = {item.name: item for item in definitions.items}
        self.imported = imported
        self.problems = problems
        self.compilation = Compilation(replace(scope, layers=(frozenset({"?"}),)), tuple(component_names(definitions.items)), problems)
        self.types: dict[str, Type] = {}
        self.open: set[str] = set()

    def all(self) -> dict[str, Type]:
        for name in self.items:
            self.named(name)
        return {**self.imported, **self.types}

    def named(self, name: str) -> Type:
        if name in self.types:
            return self.types[name]
        if len(self.open) >= MAX_DEPTH:
            message = f"The type '{name}' is made of more than {MAX_DEPTH} others in a row."
            self.problems.append(ModelProblem(code="DECISION_TOO_DEEP", message=message, element=name))
            return ANY
        if name in self.items and name not in self.open:
            self.open.add(name)
            self.types[name] = self.build(self.items[name])
            self.open.discard(name)
            return self.types[name]
        if name in self.open:
            self.problems.append(ModelProblem(code="DECISION_CYCLE", message=f"The type '{name}' contains itself.", element=name))
            return ANY
        known = self.imported.get(name) or TYPE_NAMES.get(name)
        if known is None and name:
            self.problems.append(ModelProblem(code="DECISION_TYPE", message=f"There is no type '{name}'."))
        return known or ANY

    def build(self, item: ItemDefinition) -> Type:
        if item.function is not None:
            parameters = tuple(self.named(parameter.type) for parameter in item.function.parameters)
            kind: Type = FunctionType(parameters, self.named(item.function.result))
        elif item.components:
            kind = ContextType(tuple((part.name, self.build(part)) for part in item.components))
        else:
            kind = self.named(item.type)
        if item.allowed is not None:
            kind = Constrained(kind, self.test(item.allowed), item.name)
        if item.collection:
            kind = ListType(kind)
        if item.constraint is not None:
            kind = Constrained(kind, self.test(item.constraint), item.name)
        return kind

    def test(self, literal: Literal) -> Callable[[Any], bool]:
        closure = self.compilation.tests(literal)

        def allows(value: Any) -> bool:
            run = Run({})
            try:
                return closure(Frame({"?": value}, run, run)) is True
            except EvaluationStopped:
                return False

        return allows


def component_names(items: tuple[ItemDefinition, ...]) -> list[str]:
    """Every name of a component, at whatever depth: what may stand behind a dot."""
    return [name for item in items for part in item.components for name in (part.name, *component_names((part,)))]
