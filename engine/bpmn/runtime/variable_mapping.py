"""Evaluates input and output mappings (Camunda 8: variable mappings)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.expressions import ExpressionFailed, evaluate
from engine.bpmn.extensions import IoMapping
from engine.bpmn.runtime.token import Variables
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.feel.values import to_json
from engine.model.rules import Rules


def map_variables(
    mappings: tuple[IoMapping, ...],
    view: dict[str, Any],
    around: Mapping[str, Any],
    time: EvaluationTime,
    rules: Rules,
    corrected: Mapping[str, Any] | None = None,
) -> Variables:
    """The variables that the mappings write. Each mapping sees those before it: `view` is extended.

    `around`: the variables where these are written. A target `order.name` changes one entry of what is there, and makes the contexts
    on its way. `corrected`: variables that somebody has given in place of the mappings to them. Raises ExpressionFailed, also where
    something else than a context is in the way.
    """
    mapped: Variables = {}
    for mapping in mappings:
        if corrected and mapping.variable in corrected:
            mapped[mapping.variable] = view[mapping.variable] = corrected[mapping.variable]
            continue
        value = to_json(evaluate(mapping.source, view, time))
        name, *path = mapping.path
        if path:
            there = mapped[name] if name in mapped else around.get(name)
            if not rules.paths_need_contexts and not _leads_on(there, path):
                mapped[mapping.target] = view[mapping.target] = value
                continue
            value = _with_entry(there, path, value, mapping.target)
        mapped[name] = view[name] = value
    return mapped


def _leads_on(context: Any, path: list[str]) -> bool:
    """Whether an entry can be written at the path: nothing else than contexts is on the way."""
    for key in path:
        if context is None:
            return True
        if not isinstance(context, dict):
            return False
        context = context.get(key)
    return True


def _with_entry(context: Any, path: list[str], value: Any, target: str) -> dict[str, Any]:
    """A copy of the context with another entry."""
    if context is None:
        context = {}
    if not isinstance(context, dict):
        raise ExpressionFailed(f"the mapping to '{target}' needs a context there, but finds something else")
    key, *rest = path
    return {**context, key: _with_entry(context.get(key), rest, value, target) if rest else value}
