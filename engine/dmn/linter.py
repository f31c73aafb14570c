"""Lints decisions that can be evaluated: overlaps, gaps, rules that never decide, values of wrong types.

Each problem names the rule and the column, and gives an example where there is one. What is not certain is not said.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.dmn import elements as dmn
from engine.dmn.columns import Column, bits, build_column, constant, joins_tests
from engine.dmn.compilation import TYPE_NAMES
from engine.dmn.coverage import Budget, TooLarge, clashing_rules, shared_example, uncovered_examples
from engine.dmn.model import Model
from engine.feel.errors import FeelSyntaxError
from engine.feel.evaluation.operators import equal
from engine.feel.expression import parse, unary_tests
from engine.feel.text import nested_text
from engine.feel.types import ANY, Constrained, ListType, Type, coerce, type_name, without_constraints

#: of each kind, for each table
MAX_REPORTS = 10
_ONE_RESULT = ("UNIQUE", "ANY", "PRIORITY", "FIRST")


@dataclass(frozen=True, kw_only=True)
class DecisionFinding:
    """`severity`: error where a case would certainly fail, else warning. Rules count from 1; 0 where none is concerned."""

    code: str
    severity: str
    message: str
    remedy: str
    element: str = ""
    line: int = 0
    decision: str = ""
    rule: int = 0
    column: str = ""
    #: the rule that it clashes with
    other: int = 0
    #: the name that is not known
    name: str = ""
    example: tuple[tuple[str, str], ...] = ()


def lint_model(model: Model) -> list[DecisionFinding]:
    """Every finding of a model, in its order. What cannot be evaluated at all is in `model.problems`."""
    findings: list[DecisionFinding] = []
    for decision in model.definitions.decisions:
        if decision.requires:
            findings += [_unknown_name(decision, name) for name in sorted(model.free_names.get(decision.id, ()))]
        for table in tables(decision.logic):
            findings += TableLinter(model, decision, table).findings()
    for knowledge in model.definitions.knowledge:
        for table in tables(knowledge.logic):
            findings += TableLinter(model, knowledge, table).findings()
    return findings


def tables(element: Any) -> Iterator[dmn.DecisionTable]:
    """Every table inside a boxed expression."""
    if isinstance(element, dmn.DecisionTable):
        yield element
    elif isinstance(element, tuple):
        for part in element:
            yield from tables(part)
    elif hasattr(element, "__dataclass_fields__"):
        for name in element.__dataclass_fields__:
            yield from tables(getattr(element, name))


def _unknown_name(decision: dmn.DecisionElement, name: str) -> DecisionFinding:
    return DecisionFinding(
        code="DECISION_UNKNOWN_NAME",
        severity="error",
        message=f"'{decision.name}' uses '{name}', which it does not require.",
        remedy="Connect the input or decision of this name, or correct the name.",
        element=decision.id,
        line=decision.place.line,
        decision=decision.name,
        name=name,
    )


class TableLinter:
    def __init__(self, model: Model, owner: dmn.DecisionElement | dmn.KnowledgeModel, table: dmn.DecisionTable) -> None:
        self.model = model
        self.table = table
        self.decision = owner.name if isinstance(owner, dmn.DecisionElement) else owner.variable.name
        self.owner = owner
        self.complete = all(len(rule.inputs) == len(table.inputs) for rule in table.rules)
        self.budget = Budget()
        self.kinds = [self._type(item.expression.type) for item in table.inputs]
        self.columns = [self._column(number) for number in range(len(table.inputs))] if self.complete else []

    def findings(self) -> list[DecisionFinding]:
        if not self.complete or not self.table.rules:
            return []
        found: list[DecisionFinding] = []
        try:
            if not all(column.complete for column in self.columns):
                raise TooLarge
            for look in (self.wrong_values, self.unreachable, self.joined, self.overlaps, self.masked, self.gaps):
                found += look()
        except TooLarge:
            found.append(
                self.finding("DECISION_TOO_LARGE", "The table has too many combinations to be looked through.", "Split the table.")
            )
        return found

    def _type(self, name: str) -> Type:
        return self.model.types.get(name) or TYPE_NAMES.get(name) or ANY

    def _column(self, number: int) -> Column:
        item = self.table.inputs[number]
        cells = [rule.inputs[number] for rule in self.table.rules]
        kind = self.kinds[number]
        column = build_column(item.label, cells, item.values, without_constraints(kind).name)
        if isinstance(kind, Constrained) and item.values is None:
            allowed = [kind.holds(example) for example in column.examples]
            return column.only(allowed) if any(allowed) else column
        return column

    def finding(
        self,
        code: str,
        message: str,
        remedy: str,
        *,
        severity: str = "warning",
        rule: int = 0,
        column: str = "",
        other: int = 0,
        example: Any = None,
    ) -> DecisionFinding:
        place = self.table.rules[rule - 1].place if rule else self.table.place
        values = zip((item.label for item in self.columns), example or (), strict=False)
        return DecisionFinding(
            code=code,
            severity=severity,
            message=message,
            remedy=remedy,
            element=place.id,
            line=place.line,
            decision=self.decision,
            rule=rule,
            column=column,
            other=other,
            example=tuple((label, nested_text(value)) for label, value in values),
        )

    def describe_example(self, example: list[Any]) -> str:
        return ", ".join(f"{column.label} = {nested_text(value)}" for column, value in zip(self.columns, example, strict=True))

    # --- values

    def wrong_values(self) -> Iterator[DecisionFinding]:
        for number, rule in enumerate(self.table.rules, 1):
            for column, kind in zip(self.columns, self.kinds, strict=True):
                plain = without_constraints(kind)
                wanted = plain.item if isinstance(plain, ListType) else plain
                for value in column.constants[number - 1]:
                    if value is not None and wanted is not ANY and not wanted.holds(value):
                        yield self._wrong_cell(number, column.label, wanted, value)
            yield from self._wrong_outputs(number, rule)

    def _wrong_cell(self, number: int, label: str, wanted: Type, value: Any) -> DecisionFinding:
        message = f"Rule {number} compares '{label}', a {wanted.name}, with {nested_text(value)}, a {type_name(value)}."
        remedy = "Write a value of the column's type."
        return self.finding("DECISION_CELL_TYPE", message, remedy, severity="error", rule=number, column=label)

    def _wrong_outputs(self, number: int, rule: dmn.Rule) -> Iterator[DecisionFinding]:
        for output, cell in zip(self.table.outputs, rule.outputs, strict=False):
            fixed, value = _constant_text(cell.text)
            if not fixed or value is None:
                continue
            kind = self._type(output.type)
            if not coerce(value, kind)[0]:
                message = f"Rule {number} gives {nested_text(value)} for '{output.label}', which is no {kind.name}."
                remedy = "Write a value of the output's type."
                yield self.finding("DECISION_OUTPUT_TYPE", message, remedy, severity="error", rule=number, column=output.label)
            elif output.values is not None and unary_tests(output.values.text, value) is not True:
                message = f"Rule {number} gives {nested_text(value)} for '{output.label}', which is not among its values."
                yield self.finding("DECISION_OUTPUT_VALUE", message, "Choose one of the values.", rule=number, column=output.label)

    # --- rules

    def unreachable(self) -> Iterator[DecisionFinding]:
        for number in range(len(self.table.rules)):
            for column in self.columns:
                if column.certain_rules >> number & 1 and column.cases_by_rule[number] == 0 and column.examples:
                    message = f"Rule {number + 1} never matches: no value of '{column.label}' fits its cell."
                    remedy = "Correct the cell, or take the rule away."
                    yield self.finding("DECISION_UNREACHABLE_RULE", message, remedy, rule=number + 1, column=column.label)

    def joined(self) -> Iterator[DecisionFinding]:
        """Cells such as `> 5 and < 10`, which join tests as if they were conditions: they are null, whatever the value is."""
        for number, rule in enumerate(self.table.rules, 1):
            for column, cell in zip(self.columns, rule.inputs, strict=True):
                if joins_tests(cell.text):
                    message = f"Rule {number} never matches: {cell.text.strip()} joins tests of '{column.label}' like conditions."
                    remedy = "Write a range such as (5..10), or conditions on the value: ? > 5 and ? < 10. A comma means or."
                    yield self.finding("DECISION_UNREACHABLE_RULE", message, remedy, rule=number, column=column.label)

    def overlaps(self) -> Iterator[DecisionFinding]:
        if self.table.hit_policy not in ("UNIQUE", "ANY"):
            return
        reported = 0
        for second in range(len(self.table.rules)):
            for first in bits(clashing_rules(self.columns, second, (1 << second) - 1, self.budget)):
                if self.table.hit_policy == "ANY" and self._same_result(first, second):
                    continue
                example = shared_example(self.columns, first, second)
                message = f"The rules {first + 1} and {second + 1} both match, for example where {self.describe_example(example)}."
                remedy = "Narrow one of them, or choose another hit policy."
                yield self.finding("DECISION_OVERLAP", message, remedy, severity="error", rule=second + 1, other=first + 1, example=example)
                reported += 1
                if reported == MAX_REPORTS:
                    return

    def _same_result(self, first: int, second: int) -> bool:
        """Whether both rules give the same; what is not fixed is given the benefit of the doubt."""
        for one, other in zip(self.table.rules[first].outputs, self.table.rules[second].outputs, strict=True):
            (fixed, value), (also_fixed, also) = _constant_text(one.text), _constant_text(other.text)
            if fixed and also_fixed and equal(value, also) is not True:
                return False
        return True

    def masked(self) -> Iterator[DecisionFinding]:
        """Under FIRST, rules that earlier ones always forestall."""
        if self.table.hit_policy != "FIRST":
            return
        certain = functools.reduce(lambda rules, column: rules & column.certain_rules, self.columns, (1 << len(self.table.rules)) - 1)
        for number in range(1, len(self.table.rules)):
            space = [column.cases_by_rule[number] for column in self.columns]
            earlier = certain & ((1 << number) - 1)
            if 0 not in space and earlier and next(uncovered_examples(self.columns, space, earlier, self.budget), None) is None:
                message = f"Rule {number + 1} never decides: the rules before it match whatever it matches."
                yield self.finding("DECISION_MASKED_RULE", message, "Move it up, or take it away.", rule=number + 1)

    def gaps(self) -> Iterator[DecisionFinding]:
        if self.table.hit_policy not in _ONE_RESULT or any(output.default for output in self.table.outputs):
            return
        space = [column.everything for column in self.columns]
        for count, example in enumerate(uncovered_examples(self.columns, space, (1 << len(self.table.rules)) - 1, self.budget)):
            if count == MAX_REPORTS:
                return
            message = f"No rule matches, for example where {self.describe_example(example)}."
            yield self.finding("DECISION_GAP", message, "Add a rule, or a default output.", example=example)


def _constant_text(text: str) -> tuple[bool, Any]:
    if not text.strip():
        return True, None
    try:
        return constant(parse(text))
    except FeelSyntaxError:
        return False, None
