"""Checks that a schema has the shape of form-js; a schema without it is not linted any further."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: parts of a component that are objects where they are there
_OBJECTS = ("validate", "properties", "conditional", "layout", "appearance")
_TEXTS = ("key", "type", "decision")


def schema_shape_problems(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Returns (field, sentence) for each part of the wrong kind."""
    components = schema.get("components")
    if not isinstance(components, list) or not all(isinstance(item, dict) for item in components):
        yield "", "The form has no list of components."
        return
    for number, item in enumerate(components):
        name = item["key"] if isinstance(item.get("key"), str) else f"component {number + 1}"
        for part in _OBJECTS:
            if not isinstance(item.get(part) or {}, dict):
                yield name, f"'{part}' of the field '{name}' is no object."
        for part in _TEXTS:
            if not isinstance(item.get(part) or "", str):
                yield name, f"'{part}' of the field '{name}' is no text."
        values = item.get("values") or []
        if not isinstance(values, list) or not all(isinstance(value, dict) and "value" in value for value in values):
            yield name, f"'values' of the field '{name}' is no list of values."
