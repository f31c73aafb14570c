"""Hints on the shapes: missing, of an odd size, over each other, outside of what they belong to (BPMN DI, clause 12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.kinds import FLOW_NODES, SUB_PROCESSES
from engine.bpmn.reading.coordinates import read_coordinate
from engine.bpmn.reading.names import BPMN, local_name, local_reference, parse_boolean
from engine.model.errors import Problem

BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
Hint = Callable[[str, Any, str, str], Problem]

_DRAWN = FLOW_NODES.keys() | {
    "sequenceFlow",
    "participant",
    "lane",
    "group",
    "textAnnotation",
    "association",
    "messageFlow",
    "dataObjectReference",
    "dataStoreReference",
}
#: kind -> width and height, of which one may be free
Sizes = Mapping[str, tuple[float | None, float | None]]
_SIZES = {"dataObjectReference": (36, 50), "dataStoreReference": (50, 50)}
#: pairs of shapes: about half a second. What is drawn on top of each other a thousandfold has been told of by then
MOST_COMPARED = 1_000_000


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        across = self.x + self.width >= other.x and other.x + other.width >= self.x
        return across and self.y + self.height >= other.y and other.y + other.height >= self.y

    def holds(self, other: Box) -> bool:
        across = other.x >= self.x and other.x + other.width <= self.x + self.width
        return across and other.y >= self.y and other.y + other.height <= self.y + self.height


def shape_hints(hint: Hint, root: Any, sizes: Sizes) -> Iterator[Problem]:
    """`sizes`: of kinds that are drawn otherwise here than a modeler draws them; of an empty pool without a process its breadth."""
    shapes = {local_reference(node.get("bpmnElement")) or "": node for node in root.iter(f"{BPMNDI}BPMNShape", f"{BPMNDI}BPMNEdge")}
    nodes = {node.get("id"): node for node in root.iter() if isinstance(node.tag, str) and node.tag.startswith(BPMN) and node.get("id")}
    boxes = {name: box for name, shape in shapes.items() if (box := _box(shape)) is not None}
    for node in root.iter():
        if _kind(node) in _DRAWN and node.get("id") not in shapes:
            yield hint("HINT_NO_SHAPE", node, "The element is not drawn.", "Draw it again, or remove it.")
    for name, box in boxes.items():
        expected = _size(nodes.get(name), shapes[name], sizes)
        if expected and any(want is not None and want != have for want, have in zip(expected, (box.width, box.height), strict=True)):
            yield hint("HINT_SIZE", nodes[name], "The shape has an unusual size.", "Draw it in the size of the others of its kind.")
    yield from _overlaps(hint, root, boxes, shapes)


def _kind(node: Any) -> str:
    return local_name(node.tag) if isinstance(node.tag, str) and node.tag.startswith(BPMN) else ""


def _box(shape: Any) -> Box | None:
    bounds = shape.find(f"{DC}Bounds")
    if bounds is None:
        return None
    x, y, width, height = (read_coordinate(bounds.get(name)) for name in ("x", "y", "width", "height"))
    return None if x is None or y is None or width is None or height is None else Box(x, y, width, height)


def _size(node: Any, shape: Any, sizes: Sizes) -> tuple[float | None, float | None] | None:
    kind = _kind(node) if node is not None else ""
    if kind == "participant":
        if node.get("processRef"):
            return None
        breadth = sizes.get(kind, (60, None))[0]
        return (None, breadth) if parse_boolean(shape.get("isHorizontal"), default=True) else (breadth, None)
    if kind in SUB_PROCESSES and parse_boolean(shape.get("isExpanded"), default=False):
        return None
    if kind in sizes:
        return sizes[kind]
    if kind.endswith("Gateway"):
        return (50, 50)
    if kind.endswith("Event"):
        return (36, 36)
    return (100, 80) if kind in FLOW_NODES else _SIZES.get(kind)


def _overlaps(hint: Hint, root: Any, boxes: dict[str, Box], shapes: dict[str, Any]) -> Iterator[Problem]:
    pools = {local_reference(item.get("processRef")): item.get("id") for item in root.iter(f"{BPMN}participant") if item.get("processRef")}
    groups: list[tuple[list[Any], Box | None]] = [(list(node), None) for node in root.iter(f"{BPMN}collaboration")]
    for node in root.iter(*(f"{BPMN}{kind}" for kind in ("process", *sorted(SUB_PROCESSES)))):
        around = pools.get(node.get("id")) if _kind(node) == "process" else node.get("id")
        expanded = _kind(node) == "process" or (around in shapes and parse_boolean(shapes[around].get("isExpanded"), default=False))
        groups.append((list(node), boxes.get(around or "") if expanded else None))
    for children, around in groups:
        solid = FLOW_NODES.keys() | {"participant", "dataObjectReference", "dataStoreReference"}
        placed = [(node, boxes[node.get("id")]) for node in children if _kind(node) in solid and node.get("id") in boxes]
        overlapping = _overlapping(placed)
        for number, (node, box) in enumerate(placed):
            if number in overlapping:
                yield hint("HINT_OVERLAP", node, "The shape lies over another one.", "Move it.")
            if around is not None and _kind(node) != "dataStoreReference" and not around.holds(box):
                yield hint("HINT_OUTSIDE", node, "The shape lies outside of what it belongs to.", "Move it inside.")


def _overlapping(placed: list[tuple[Any, Box]]) -> set[int]:
    """The numbers of those that lie over another one: from left to right, each is compared with those that reach as far as it begins."""
    found: set[int] = set()
    reaching: list[int] = []
    compared = 0
    for number in sorted(range(len(placed)), key=lambda number: placed[number][1].x):
        node, box = placed[number]
        reaching = [other for other in reaching if placed[other][1].x + placed[other][1].width >= box.x]
        compared += len(reaching)
        if compared > MOST_COMPARED:
            break
        for other in reaching:
            if (number not in found or other not in found) and box.meets(placed[other][1]) and not _attached(node, placed[other][0]):
                found |= {number, other}
        reaching.append(number)
    return found


def _attached(one: Any, other: Any) -> bool:
    hosts = (local_reference(one.get("attachedToRef")), local_reference(other.get("attachedToRef")))
    return bool(hosts[0] == other.get("id") or hosts[1] == one.get("id"))
