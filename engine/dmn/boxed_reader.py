"""Boxed expressions and decision tables: DMN XML to elements (DMN 1.5, clauses 8 and 10.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.dmn import elements as dmn
from engine.dmn.nodes import (
    children,
    first,
    named_variable,
    normal_name,
    optional_literal,
    own_text,
    place_of,
    read_literal,
    tag,
    text_of,
    type_ref,
)


def expression_in(node: Any) -> dmn.Expression:
    """The first child that is an expression."""
    for child in node:
        if tag(child) in _BOXED:
            found: dmn.Expression = _BOXED[tag(child)](child)
            return found
    return None


def _context(node: Any) -> dmn.ContextExpression:
    entries = tuple(dmn.Entry(variable=_entry_variable(child), expression=expression_in(child)) for child in children(node, "contextEntry"))
    return dmn.ContextExpression(entries=entries, type=type_ref(node), place=place_of(node))


def _entry_variable(node: Any) -> dmn.Variable | None:
    variable = first(node, "variable")
    return None if variable is None else named_variable(variable)


def _items(node: Any) -> tuple[dmn.Expression, ...]:
    return tuple(_BOXED[tag(child)](child) for child in node if tag(child) in _BOXED)


def _list(node: Any) -> dmn.ListExpression:
    return dmn.ListExpression(items=_items(node), type=type_ref(node), place=place_of(node))


def _relation(node: Any) -> dmn.Relation:
    columns = tuple(named_variable(child) for child in children(node, "column"))
    rows = tuple(_items(child) for child in children(node, "row"))
    return dmn.Relation(columns=columns, rows=rows, type=type_ref(node), place=place_of(node))


def _invocation(node: Any) -> dmn.Invocation:
    bound = [(first(child, "parameter"), child) for child in children(node, "binding")]
    bindings = tuple((named_variable(parameter), expression_in(child)) for parameter, child in bound if parameter is not None)
    return dmn.Invocation(function=expression_in(node), bindings=bindings, type=type_ref(node), place=place_of(node))


def read_function(node: Any) -> dmn.FunctionDefinition:
    return dmn.FunctionDefinition(
        parameters=tuple(named_variable(child) for child in children(node, "formalParameter")),
        body=expression_in(node),
        kind=node.get("kind", "FEEL"),
        type=type_ref(node),
        place=place_of(node),
    )


def _part(node: Any, name: str) -> dmn.Expression:
    child = first(node, name)
    return None if child is None else expression_in(child)


def _conditional(node: Any) -> dmn.Conditional:
    parts = {"condition": "if", "then": "then", "otherwise": "else"}
    found: dict[str, Any] = {key: _part(node, tag) for key, tag in parts.items()}
    return dmn.Conditional(**found, type=type_ref(node), place=place_of(node))


def _filter(node: Any) -> dmn.FilterExpression:
    return dmn.FilterExpression(source=_part(node, "in"), match=_part(node, "match"), type=type_ref(node), place=place_of(node))


def _iterator(node: Any) -> dmn.Iterator:
    body = _part(node, "return") if tag(node) == "for" else _part(node, "satisfies")
    name = normal_name(node.get("iteratorVariable"))
    return dmn.Iterator(kind=tag(node), name=name, source=_part(node, "in"), body=body, type=type_ref(node), place=place_of(node))


def _table(node: Any) -> dmn.DecisionTable:
    return dmn.DecisionTable(
        hit_policy=node.get("hitPolicy") or "UNIQUE",
        aggregation=node.get("aggregation") or "",
        inputs=tuple(_input(child) for child in children(node, "input")),
        outputs=tuple(_output(child) for child in children(node, "output")),
        rules=tuple(_rule(child, number) for number, child in enumerate(children(node, "rule"), 1)),
        type=type_ref(node),
        place=place_of(node),
    )


def _input(node: Any) -> dmn.Input:
    expression = first(node, "inputExpression")
    literal = read_literal(expression) if expression is not None else dmn.Literal(text="")
    label = node.get("label") or literal.text.strip() or node.get("id") or ""
    return dmn.Input(label=label, expression=literal, values=optional_literal(node, "inputValues"), place=place_of(node))


def _output(node: Any) -> dmn.Output:
    return dmn.Output(
        name=normal_name(node.get("name")),
        label=node.get("label") or normal_name(node.get("name")),
        type=type_ref(node),
        values=optional_literal(node, "outputValues"),
        default=optional_literal(node, "defaultOutputEntry"),
        place=place_of(node),
    )


def _rule(node: Any, number: int) -> dmn.Rule:
    description = first(node, "description")
    notes = [text_of(child).strip() for child in children(node, "annotationEntry")]
    return dmn.Rule(
        id=node.get("id") or f"rule-{number}",
        inputs=tuple(read_literal(child) for child in children(node, "inputEntry")),
        outputs=tuple(read_literal(child) for child in children(node, "outputEntry")),
        note=(own_text(description) if description is not None else " ".join(notes)).strip(),
        place=place_of(node),
    )


_BOXED: dict[str, Callable[[Any], Any]] = {
    "literalExpression": read_literal,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": read_function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iterator,
    "some": _iterator,
    "every": _iterator,
    "decisionTable": _table,
}
