"""Expressions of a diagram, evaluated with FEEL: `=` marks an expression, anything else is the text itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.bpmn.durations import Duration, add_duration
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.feel.errors import FeelSyntaxError
from engine.feel.evaluation.names import no_variable
from engine.feel.expression import Expression
from engine.feel.expression import compile as compile_feel
from engine.feel.syntax.free_names import free_names
from engine.feel.syntax.missed_names import names_counted_on
from engine.feel.text import nested_text
from engine.feel.types import type_name
from engine.feel.values import to_feel
from engine.model.rules import TODAY, Rules

#: a missing variable is null without further ado, as in Camunda 8
_HARMLESS = frozenset({"NO_VARIABLE", "NO_ENTRY"})
#: values that a sentence names, and characters of each
_MAX_READ, _MAX_SHOWN = 8, 60


class ExpressionFailed(Exception):
    """An expression gave no usable value; the token parks with an incident that carries this sentence."""


def evaluate(text: str, variables: Mapping[str, Any], time: EvaluationTime) -> Any:
    """The value of a text. Raises ExpressionFailed where it is null because something in it did not fit."""
    return _evaluate(text, variables, time)[1] if text.startswith("=") else text


def condition(text: str, variables: Mapping[str, Any], time: EvaluationTime, rules: Rules = TODAY) -> bool:
    """A condition must be true or false, and read only what is there: null would silently choose a way, and `x = 1` of an x that no
    scope has would be false for ever. One that asks about it (`x = null`, `is defined(x)`) may.
    """
    expression, value, warnings = _evaluate(text if text.startswith("=") else f"={text}", variables, time)
    counted = sorted(names_counted_on(expression.node)) if warnings and rules.unknown_names_stop else []
    missing = [name for name in counted if no_variable(name) in warnings]
    if missing:
        raise ExpressionFailed(f"'{text}': {'; '.join(map(no_variable, missing))}{_read(expression, variables)}")
    if not isinstance(value, bool):
        raise ExpressionFailed(f"'{text}' must be true or false, but is {type_name(value).lower()}{_read(expression, variables)}")
    return value


def _evaluate(text: str, variables: Mapping[str, Any], time: EvaluationTime) -> tuple[Expression, Any, set[str]]:
    """The expression behind the `=`, its value, and what its evaluation warned of."""
    try:
        expression = compile_feel(text[1:])
    except FeelSyntaxError as error:
        raise ExpressionFailed(f"'{text}': {error}") from None
    result = expression.evaluate(variables, now=time.now, calendar=time.calendar, read_texts=True)
    if result.value is None and any(warning.code not in _HARMLESS for warning in result.warnings):
        why = "; ".join(warning.message for warning in result.warnings)
        raise ExpressionFailed(f"'{text}': {why}{_read(expression, variables)}")
    return expression, result.value, {warning.message for warning in result.warnings}


def _read(expression: Expression, variables: Mapping[str, Any]) -> str:
    """The values that it read, for whoever corrects one of them."""
    names = sorted(free_names(expression.node) & variables.keys())
    shown = [f"{name} = {_shortened(nested_text(to_feel(variables[name])))}" for name in names[:_MAX_READ]]
    return f" ({', '.join(shown)}{', …' if len(names) > _MAX_READ else ''})" if shown else ""


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 1]}…"


def string(text: str | None, variables: Mapping[str, Any], time: EvaluationTime) -> str | None:
    value = evaluate(text, variables, time) if text else None
    if value is None or isinstance(value, str):
        return value or None
    raise ExpressionFailed(f"'{text}' must be a text, but is a {type_name(value)}")


def strings(text: str | None, variables: Mapping[str, Any], time: EvaluationTime) -> tuple[str, ...]:
    value = evaluate(text, variables, time) if text else None
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",")]
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ExpressionFailed(f"'{text}' must be a list of texts")
    return tuple(item for item in value if item)


def collection(text: str, variables: Mapping[str, Any], time: EvaluationTime) -> list[Any]:
    value = evaluate(text if text.startswith("=") else f"={text}", variables, time)
    if not isinstance(value, list):
        raise ExpressionFailed(f"'{text}' must be a list, but is {type_name(value).lower()}")
    return value


def retries_of(text: str, variables: Mapping[str, Any], time: EvaluationTime) -> int:
    """How often a job is tried: a number or an expression."""
    value = evaluate(text, variables, time)
    try:
        number = int(value)
    except (TypeError, ValueError, ArithmeticError):
        raise ExpressionFailed(f"the number of retries '{text}' must be a whole number") from None
    return max(1, number)


def shift(start: datetime, by: Duration) -> datetime:
    result = add_duration(start, by)
    if result is None:
        raise ExpressionFailed("the duration leads beyond the calendar")
    return result
