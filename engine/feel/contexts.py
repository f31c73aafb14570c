"""Context functions (DMN 1.5, 10.3.4.10), negation and identity."""

from __future__ import annotations

from typing import Any

from engine.feel.function import builtin, is_text
from engine.feel.operators import equal
from engine.feel.values import Function


def negate(value: Any) -> Any:
    return not value if isinstance(value, bool) else None


def get_value(context: Any, key: Any) -> Any:
    if isinstance(key, list):
        for part in key:
            context = get_value(context, part)
        return context
    return context.get(key) if isinstance(context, dict) and is_text(key) else None


def get_entries(context: Any) -> Any:
    return [{"key": key, "value": value} for key, value in context.items()] if isinstance(context, dict) else None


def make_context(entries: Any) -> Any:
    items = entries if isinstance(entries, list) else [entries]
    result: dict[str, Any] = {}
    for item in items:
        if not isinstance(item, dict) or not is_text(item.get("key")) or "value" not in item or item["key"] in result:
            return None
        result[item["key"]] = item["value"]
    return result


def context_put(context: Any, key: Any, value: Any) -> Any:
    if not isinstance(context, dict):
        return None
    if isinstance(key, list):
        if not key:
            return None
        head, *rest = key
        inner = context_put(context.get(head, {}), rest, value) if rest else value
        return {**context, head: inner}
    return {**context, key: value} if is_text(key) else None


def context_merge(contexts: Any) -> Any:
    if not isinstance(contexts, list) or not all(isinstance(item, dict) for item in contexts):
        return None
    return {key: value for item in contexts for key, value in item.items()}


CONTEXTS: dict[str, Function] = {
    "not": builtin("negand", negate),
    "is": builtin("value1, value2", lambda a, b: equal(a, b) is True),
    "get value": builtin("m, key", get_value),
    "get entries": builtin("m", get_entries),
    "context": builtin("entries", make_context),
    "context put": builtin("context, key, value", context_put),
    "context merge": builtin("contexts", context_merge),
}
