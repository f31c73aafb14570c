"""Lists the attributes of an element, a flow or a process, for a comparison."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from engine.bpmn.elements import Element, EventDefinition, Flow, Process
from engine.bpmn.extensions import Extensions, IoMapping
from workshop.comparison.attribute_change import Attributes, merge_attributes

#: where it stands and what flows say already
_SILENT = ("id", "line", "incoming", "outgoing")
#: these hold ids of elements: compared as such, told by their names
REFERENCES = ("source", "target", "default", "attached_to", "scope", "handler", "activity")


def attributes_of(thing: Element | Flow | Process) -> Attributes:
    """Returns code -> value: the code is a field of the dataclass, or the name of an input, output, header or property."""
    return merge_attributes(_attributes(thing))


def _attributes(thing: Any) -> Iterator[tuple[tuple[str, str], str]]:
    for field in fields(thing):
        value = getattr(thing, field.name)
        if field.name in _SILENT or value is None or (isinstance(thing, Process) and field.name in ("elements", "flows")):
            continue
        if isinstance(value, Extensions):
            yield from _attributes(value)
        elif isinstance(value, tuple):
            yield from _several(field.name, value)
        elif hasattr(value, "__dataclass_fields__"):  # a loop, an ad-hoc sub-process
            yield from (((field.name, code), text) for (code, _name), text in _attributes(value))
        else:
            yield (field.name, ""), _text(value)


def _several(code: str, values: tuple[Any, ...]) -> Iterator[tuple[tuple[str, str], str]]:
    for value in values:
        if isinstance(value, IoMapping):
            yield (code, value.target), value.source
        elif isinstance(value, EventDefinition):
            yield (code, ""), value.kind
            yield from (((code, inner), text) for (inner, _name), text in _attributes(value) if inner != "kind")
        elif isinstance(value, tuple):
            yield (code, value[0]), value[1]
        else:
            yield (code, ""), str(value)


def _text(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
