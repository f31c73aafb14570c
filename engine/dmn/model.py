"""Decision tables as values, and their evaluation with FEEL (DMN 1.5, clause 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.feel.expression import Expression, compile, compile_unary_tests
from engine.feel.operators import equal
from engine.feel.values import to_feel


class DecisionFailed(Exception):
    """The table gives no result that its hit policy allows."""


@dataclass(frozen=True, kw_only=True)
class Input:
    label: str
    expression: Expression


@dataclass(frozen=True, kw_only=True)
class Output:
    name: str
    default: Expression | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    id: str
    tests: tuple[Expression, ...]
    outputs: tuple[Expression, ...]
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    value: Any
    #: ids of the rules that matched, in the order of the table
    matched: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One decision table. Hit policies: UNIQUE, ANY, FIRST, RULE ORDER, COLLECT (with SUM, MIN, MAX, COUNT)."""

    id: str
    name: str
    hit_policy: str
    aggregation: str | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]

    def evaluate(self, variables: Mapping[str, Any], *, now: datetime | None = None) -> Outcome:
        """The value for these variables. Raises DecisionFailed where rules clash under UNIQUE or ANY."""
        values = [item.expression.evaluate(variables, now=now).value for item in self.inputs]
        matched = [rule for rule in self.rules if self._matches(rule, values, variables, now)]
        if self.hit_policy == "FIRST":
            matched = matched[:1]
        results = [self._result(rule, variables, now) for rule in matched]
        names = tuple(rule.id for rule in matched)
        if self.hit_policy == "UNIQUE" and len(matched) > 1:
            raise DecisionFailed(f"the rules {', '.join(names)} overlap, but the hit policy is UNIQUE")
        if self.hit_policy == "ANY" and any(equal(result, results[0]) is not True for result in results):
            raise DecisionFailed(f"the rules {', '.join(names)} disagree, but the hit policy is ANY")
        if self.hit_policy in ("COLLECT", "RULE ORDER"):
            return Outcome(self._aggregate(results), names)
        return Outcome(results[0] if results else self._default(variables, now), names)

    def _matches(self, rule: Rule, values: list[Any], variables: Mapping[str, Any], now: datetime | None) -> bool:
        return all(test.evaluate({**variables, "?": value}, now=now).value is True for test, value in zip(rule.tests, values, strict=True))

    def _result(self, rule: Rule, variables: Mapping[str, Any], now: datetime | None) -> Any:
        values = [output.evaluate(variables, now=now).value for output in rule.outputs]
        if len(values) == 1:
            return values[0]
        return {output.name: value for output, value in zip(self.outputs, values, strict=True)}

    def _default(self, variables: Mapping[str, Any], now: datetime | None) -> Any:
        values = {item.name: item.default.evaluate(variables, now=now).value for item in self.outputs if item.default}
        if not values:
            return None
        return values if len(self.outputs) > 1 else next(iter(values.values()))

    def _aggregate(self, results: list[Any]) -> Any:
        if self.aggregation is None:
            return results
        if self.aggregation == "COUNT":
            return to_feel(len(results))
        function = {"SUM": "sum", "MIN": "min", "MAX": "max"}[self.aggregation]
        return compile(f"{function}(values)").evaluate({"values": results}).value if results else None


def cell(text: str) -> Expression:
    """The tests of an input cell; an empty one passes everything, like `-`."""
    return compile_unary_tests(text.strip() or "-")
