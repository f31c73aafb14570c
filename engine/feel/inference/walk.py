"""The walk through an expression: the names that are known at a place, and what has been found so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from engine.feel.inference.findings import TypeCode, TypeFinding
from engine.feel.inference.inferred import Fact, Inferred, comparable, describe, limit_depth, root_of
from engine.feel.inference.narrowing import NONE, Paths, facts_of, not_null
from engine.feel.syntax import ast
from engine.feel.syntax.free_names import free_names
from engine.feel.syntax.printer import to_text
from engine.feel.types import ANY, BOOLEAN, NULL

#: of a part in a finding
MAX_PART = 120


class Names(Protocol):
    """The variables that an expression sees."""

    @property
    def open(self) -> bool:
        """Whether there may be others than those that are known."""

    def lookup(self, name: str) -> Inferred | None:
        """None: no such variable is known."""


@dataclass(frozen=True)
class Item:
    """The layer of a filter: the entries of an item are names."""

    value: Inferred


Layer = Mapping[str, Inferred] | Item


Rule = Callable[["Walk", Any], Inferred]


@dataclass(frozen=True)
class Walk:
    """One walk through an expression. Values that differ by place make a new one; the findings are common."""

    names: Names
    functions: Mapping[str, Any]
    #: kind of node -> how its type is found
    rules: Mapping[type, Rule]
    #: innermost first
    layers: tuple[Layer, ...] = ()
    #: what conditions around have excluded
    sure: Paths = NONE
    facts: frozenset[Fact] = frozenset()
    findings: list[TypeFinding] = field(default_factory=list)

    def of(self, node: ast.Node) -> Inferred:
        return limit_depth(self.rules[type(node)](self, node))

    def within(self, layer: Layer) -> Walk:
        bound = set(layer) if isinstance(layer, Mapping) else None
        sure = NONE if bound is None else frozenset(path for path in self.sure if path[0] not in bound)
        facts = frozenset(fact for fact in self.facts if bound is not None and root_of(fact) not in bound)
        return replace(self, layers=(layer, *self.layers), sure=sure, facts=facts)

    def where(self, condition: ast.Node, outcome: bool) -> Walk:
        return replace(self, sure=self.sure | not_null(condition, outcome, self._is_sure), facts=self.facts | facts_of(condition, outcome))

    def _is_sure(self, node: ast.Node) -> bool:
        """Whether a part is known not to be null; what is wrong with it has been told where it stands."""
        found = replace(self, findings=[]).of(node)
        return not found.null and found.type not in (ANY, NULL)

    def tell(self, code: TypeCode, node: ast.Node, *details: str, names: tuple[str, ...] = ()) -> None:
        text = to_text(node)
        names = names or tuple(sorted(free_names(node)))
        finding = TypeFinding(code, text if len(text) <= MAX_PART else text[: MAX_PART - 1] + "…", details, names)
        if finding not in self.findings:
            self.findings.append(finding)

    def value_of(self, node: ast.Node, around: ast.Node) -> Inferred:
        """Of a part that must not be null."""
        found = self.of(node)
        if found.null and found.type is not NULL:
            self.tell("MAY_BE_NULL", around, to_text(node), names=tuple(sorted(found.through)))
        return found.sure()

    def truth(self, node: ast.Node) -> None:
        """Of a part that must be true or false where it is no null."""
        found = self.of(node)
        if not comparable(found.type, BOOLEAN):
            self.tell("EXPECTED_TYPE", node, BOOLEAN.name, describe(found.type))

    def bound(self, name: str) -> bool:
        """Whether a variable has this name."""
        inside = any(name in layer for layer in self.layers if not isinstance(layer, Item))
        return inside or self.names.lookup(name) is not None
