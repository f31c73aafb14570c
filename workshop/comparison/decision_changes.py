"""Compares decisions apart from the cells of their tables: formulas, columns, requirements, types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.dmn import elements as dmn
from engine.packages.decisions import definitions_of
from workshop.comparison.attribute_change import AttributeChange, Attributes, attribute_changes, merge_attributes


@dataclass(frozen=True, kw_only=True)
class DecisionChange:
    """Codes of attributes: formula (of a step by its name), column, policy, needs, variable, type."""

    name: str
    attributes: Sequence[AttributeChange]


def decision_changes(before: bytes | None, after: bytes | None) -> list[DecisionChange]:
    """Compares decisions, knowledge models and types by id or name; in the present order, lost ones last."""
    old, new = _parts(before), _parts(after)
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        one, other = old.get(key, ("", {})), new.get(key, ("", {}))
        if attributes := attribute_changes(one[1], other[1]):
            found.append(DecisionChange(name=other[0] or one[0], attributes=attributes))
    return found


def _parts(content: bytes | None) -> dict[str, tuple[str, Attributes]]:
    """Returns id -> (name, attributes)."""
    model = definitions_of(content)
    if model is None:
        return {}
    names = {item.id: item.name for item in model.decisions} | {item.id: item.variable.name for item in model.inputs}
    names |= {item.id: item.variable.name for item in model.knowledge}
    found: dict[str, tuple[str, Attributes]] = {}
    for decision in model.decisions:
        needs = ", ".join(sorted(names.get(item.lstrip("#"), item) for item in (*decision.requires, *decision.knowledge)))
        own = [(("needs", ""), needs), (("variable", ""), _typed(decision.variable))]
        found[decision.id] = (decision.name, merge_attributes([*own, *_attributes(decision.logic)]))
    for function in model.knowledge:
        found[function.id] = (
            function.variable.name,
            merge_attributes([(("variable", ""), _typed(function.variable)), *_attributes(function.logic)]),
        )
    for item in model.items:
        found[f"type {item.name}"] = (item.name, merge_attributes(_item(item)))
    return found


def _attributes(logic: dmn.Expression, at: str = "") -> Iterator[tuple[tuple[str, str], str]]:
    """Returns each text in an expression, however deep, under the names that lead to it."""
    if logic is None:
        return
    if isinstance(logic, dmn.Literal):
        yield ("formula", at), logic.text
    elif isinstance(logic, dmn.DecisionTable):
        yield from _columns(logic, at)
    else:
        for name, inner in _inside(logic):
            yield from _attributes(inner, f"{at}.{name}" if at and name else at or name)
    if isinstance(logic, dmn.FunctionDefinition):
        yield ("variable", f"{at}()"), ", ".join(map(_typed, logic.parameters))
    if not isinstance(logic, dmn.Literal) and logic.type:
        yield ("type", at), logic.type


def _inside(logic: dmn.Expression) -> Iterator[tuple[str, dmn.Expression]]:
    match logic:
        case dmn.ContextExpression():
            yield from ((item.variable.name if item.variable else "", item.expression) for item in logic.entries)
        case dmn.ListExpression():
            yield from ((str(number), item) for number, item in enumerate(logic.items, start=1))
        case dmn.Relation():
            for number, row in enumerate(logic.rows, start=1):
                yield from ((f"{number}.{column.name}", cell) for column, cell in zip(logic.columns, row, strict=False))
        case dmn.Invocation():
            yield "()", logic.function
            yield from ((variable.name, bound) for variable, bound in logic.bindings)
        case dmn.FunctionDefinition():
            yield "", logic.body
        case dmn.Conditional():
            yield from (("if", logic.condition), ("then", logic.then), ("else", logic.otherwise))
        case dmn.FilterExpression():
            yield from (("in", logic.source), ("match", logic.match))
        case dmn.Iterator():
            yield from ((f"{logic.kind} {logic.name} in", logic.source), ("return" if logic.kind == "for" else "satisfies", logic.body))


def _columns(table: dmn.DecisionTable, at: str) -> Iterator[tuple[tuple[str, str], str]]:
    if table.aggregation:
        yield ("policy", at), table.aggregation
    for number, item in enumerate(table.inputs, start=1):
        values = item.values.text if item.values else ""
        yield ("column", _column(at, item.label or str(number))), _joined(item.expression.text, item.expression.type, values)
    for output in table.outputs:
        values, default = (part.text if part else "" for part in (output.values, output.default))
        yield (
            ("column", _column(at, output.label or output.name)),
            _joined(output.name, output.type, values, f"= {default}" if default else ""),
        )
    if at:  # of a table within another expression; those of a decision are shown cell by cell
        for number, rule in enumerate(table.rules, start=1):
            yield ("formula", f"{at}.{number}"), _joined(*(cell.text for cell in (*rule.inputs, *rule.outputs)))


def _item(item: dmn.ItemDefinition, at: str = "") -> Iterator[tuple[tuple[str, str], str]]:
    name = f"{at}.{item.name}" if at else item.name
    limits = (part.text if part else "" for part in (item.allowed, item.constraint))
    yield ("type", name), _joined(item.type or "{}", "[]" if item.collection else "", *limits)
    for inner in item.components:
        yield from _item(inner, name)


def _column(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _typed(variable: dmn.Variable) -> str:
    return f"{variable.name}: {variable.type}" if variable.type else variable.name


def _joined(*texts: str) -> str:
    return "; ".join(text for text in texts if text)
