"""What no schema of BPMN 2.0 lets pass: unknown or misplaced elements, values of another type, ids that are no NCName.

Camunda's engines validate each file against the schema before they read it. Two things are let pass here: children in another order, and
attributes without a namespace that BPMN does not have, which are read by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from engine.bpmn.elements import OddityKind
from engine.bpmn.reading.bpmn20 import Shape, shapes
from engine.bpmn.reading.names import BPMN, local_name

#: an NCName of XML Schema: no colon, no space, no digit at its beginning
_NAME = re.compile(r"[^\W\d][\w.\-·]*")
_INTEGER = re.compile(r"[+-]?\d+")
#: they only head a group: nothing is one
_ABSTRACT = {"artifact", "baseElement", "conversationNode", "event", "eventDefinition", "flowElement", "loopCharacteristics", "rootElement"}
#: attributes that decide what happens, at kinds that have them; `default` has a rule of its own
_DECIDING = frozenset(
    "attachedToRef calledElement cancelActivity cancelRemainingInstances completionQuantity eventGatewayType instantiate isForCompensation "
    "isInterrupting isSequential loopMaximum ordering parallelMultiple startQuantity testBefore triggeredByEvent waitForCompletion".split()
)
_ANYTHING = Shape({}, {}, frozenset(), frozenset())
#: texts, in which anything may stand
_CLOSED = {"extensionElements", "documentation", "text", "script", "rendering"}


class Fault(NamedTuple):
    kind: OddityKind
    node: Any
    detail: str


def bpmn_of(node: Any) -> Iterator[Any]:
    """A node and all in it that is BPMN, but not what extends it."""
    yield node
    for child in node:
        if isinstance(child.tag, str) and child.tag.startswith(BPMN) and local_name(child.tag) not in _CLOSED:
            yield from bpmn_of(child)


def schema_faults(node: Any, kind: str, *, without: str = "") -> Iterator[Fault]:
    """Of an element of the type `kind` and all in it, but not of what extends it, nor of children with the tag `without`."""
    shape = shapes().get(kind, _ANYTHING)
    yield from _attributes(node, kind, shape)
    there = set()
    for child in node:
        if not isinstance(child.tag, str) or not child.tag.startswith(BPMN):
            continue
        name = local_name(child.tag)
        there.add(name)
        if name not in shape.children or name in _ABSTRACT:
            yield Fault("unknown_element", child, name)
        elif name not in _CLOSED and child.tag != without:
            yield from schema_faults(child, shape.children[name])
    for name in sorted(shape.required_children - there - ({"expression"} if "formalExpression" in there else set())):
        yield Fault("lacking", node, name)


def _attributes(node: Any, kind: str, shape: Shape) -> Iterator[Fault]:
    for name, value in node.attrib.items():
        wanted = shape.attributes.get(name, "")
        if name in _DECIDING and name not in shape.attributes:
            yield Fault("misplaced", node, name)
        if not _fits(value.strip(), wanted):
            yield Fault("bad_id" if wanted == "id" else "bad_value", node, value if wanted == "id" else name)
    if kind == "eventBasedGateway" and node.get("eventGatewayType") == "Parallel":
        yield Fault("parallel_events", node, "Parallel")
    for name in sorted(shape.required_attributes):
        if not (node.get(name) or "").strip():
            yield Fault("lacking", node, name)


def _fits(value: str, wanted: str) -> bool:
    match wanted:
        case "":
            return True
        case "boolean":
            return value in ("true", "false", "1", "0")
        case "integer":
            return _INTEGER.fullmatch(value) is not None
        case "id":
            return _NAME.fullmatch(value) is not None
    return value in wanted.split("|")
