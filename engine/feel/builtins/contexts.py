"""Context functions (DMN 1.5, 10.3.4.10), negation and identity."""

from __future__ import annotations

from typing import Any

from engine.feel.builtins.library import Library, spread
from engine.feel.dates import DateTime, Time
from engine.feel.evaluation.counting import compared_cost
from engine.feel.evaluation.operators import equal

CONTEXTS = Library()
#: how deep a path of keys may lead
MAX_KEYS = 50


@CONTEXTS.add("not(negand: Any)", silent=True)
def negate(value: Any) -> bool | None:
    return not value if isinstance(value, bool) else None


@CONTEXTS.add("is([value1], [value2])", deep=compared_cost)
def identical(left: Any, right: Any) -> bool:
    """The same value of the same kind: two times are only where they are written with the same zone (10.3.4.8)."""
    if isinstance(left, DateTime) and isinstance(right, DateTime):
        return left == right
    if isinstance(left, Time) and isinstance(right, Time):
        return left == right
    return equal(left, right) is True


@CONTEXTS.add("get value(m/context: context, key: string)", silent=True)
def get_value(context: dict[str, Any], key: str) -> Any:
    return context.get(key)


@CONTEXTS.add("get value(m/context: context, keys/key: list)")
def get_value_deep(context: dict[str, Any], keys: list[Any]) -> Any:
    """Camunda's: the value along a path of keys."""
    value: Any = context
    for key in keys:
        value = value.get(key) if isinstance(value, dict) and isinstance(key, str) else None
    return value if keys else None


@CONTEXTS.add("get entries(m/context: context)", deep=lambda value: 6 * len(value))
def get_entries(context: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in context.items()]


@CONTEXTS.add("context(entries: contexts)")
def context(entries: list[Any]) -> dict[str, Any] | None:
    result: dict[str, Any] = {}
    for item in entries:
        if not isinstance(item, dict) or not isinstance(item.get("key"), str) or "value" not in item or item["key"] in result:
            return None
        result[item["key"]] = item["value"]
    return result


# `put` and `put all` are the names that Camunda's FEEL gave these two before the standard had them
@CONTEXTS.add("context put(context: context, key: string, value)", "put(context: context, key: string, value)", weight=6)
def context_put(context: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    return {**context, key: value}


@CONTEXTS.add("context put(context: context, keys: list, value)", "put(context: context, keys/key: list, value)", weight=6)
def context_put_deep(context: dict[str, Any], keys: list[Any], value: Any) -> dict[str, Any] | None:
    if not 0 < len(keys) <= MAX_KEYS or not all(isinstance(key, str) for key in keys):
        return None
    head, *rest = keys
    if not rest:
        return {**context, head: value}
    inner = context.get(head)
    changed = context_put_deep(inner if isinstance(inner, dict) else {}, rest, value)
    return None if changed is None or not (inner is None or isinstance(inner, dict)) else {**context, head: changed}


@CONTEXTS.add("context merge(contexts: contexts)", "put all(contexts: contexts)")
def context_merge(contexts: list[Any]) -> dict[str, Any] | None:
    if not all(isinstance(item, dict) for item in contexts):
        return None
    return {key: value for item in contexts for key, value in item.items()}


CONTEXTS.add("context merge(contexts...)", "put all(contexts...)")(spread(context_merge))
