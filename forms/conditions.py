"""Evaluates FEEL in forms: hidden fields, limits of rules, suggested answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.feel.errors import BeyondCalendar, FeelSyntaxError
from engine.feel.expression import compile as compile_feel
from engine.feel.values import to_python
from engine.model.errors import CalendarNotSet
from forms.form import Field


def evaluate_text(text: Any, variables: Mapping[str, Any], time: EvaluationTime) -> Any:
    """Returns the value of a text with `=` as an expression, any other text as it is. A failed expression is None.

    Raises CalendarNotSet where it counts working days that nobody knows: a rule that fell away without a word would accept anything.
    """
    if not isinstance(text, str) or not text.startswith("="):
        return text
    try:
        result = compile_feel(text[1:]).evaluate(variables, now=time.now, calendar=time.calendar, read_texts=True)
        if any(warning.code == BeyondCalendar.code for warning in result.warnings):
            raise CalendarNotSet(f"Expected a calendar for '{text}', but {result.warnings[-1].message}.")
        return to_python(result.value)
    except (FeelSyntaxError, OverflowError):
        return None


def is_hidden(condition: str, variables: Mapping[str, Any], time: EvaluationTime) -> bool:
    return bool(condition) and evaluate_text(condition if condition.startswith("=") else f"={condition}", variables, time) is True


def is_readonly(field: Field, variables: Mapping[str, Any], time: EvaluationTime) -> bool:
    """Whether the field keeps its value whatever is sent."""
    return evaluate_text(field.readonly, variables, time) is True


def fixed_value(field: Field, variables: Mapping[str, Any], time: EvaluationTime) -> Any:
    """The value of a read-only field: what the case has, else what the form offers."""
    if variables.get(field.key) is not None:
        return variables[field.key]
    return evaluate_text(field.default, variables, time) if field.default not in (None, "") else None
