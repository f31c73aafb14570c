"""A diagram as SVG, drawn on the server from BPMN DI, with the places of the tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any

from markupsafe import Markup

from engine.bpmn.elements import Element, Process
from engine.queries.case_diagram import DiagramView

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DD = "{http://www.omg.org/spec/DD/20100524/DI}"
_INK, _LINE, _DONE, _NOW, _STUCK = "#14252b", "#56686f", "#eef6f6", "#fff3d0", "#fce9e6"
#: the sign in a task's corner, as a path in a 16-pixel square
_SIGNS = {
    "userTask": "M8 2a3 3 0 110 6 3 3 0 010-6z M2.5 14.5c0-3.5 2.5-5 5.5-5s5.5 1.5 5.5 5z",
    "serviceTask": "M8 5a3 3 0 110 6 3 3 0 010-6z M8 1v3M8 12v3M1 8h3M12 8h3M3 3l2.2 2.2M10.8 10.8L13 13M13 3l-2.2 2.2M5.2 10.8L3 13",
    "sendTask": "M1.5 3.5h13v9h-13z M1.5 3.5L8 9l6.500-5.500",
    "receiveTask": "M1.5 3.5h13v9h-13z M1.5 3.5L8 9l6.500-5.500",
    "scriptTask": "M4 1.500h8c-3 4 1.500 9-1.500 13H2.500c3-4-1.500-9 1.500-13z M5 5h5M5 8h5M5 11h5",
    "businessRuleTask": "M1.500 2.500h13v11h-13z M1.500 6h13M6 6v7.500M1.500 9.800h13",
}


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


def draw(view: DiagramView, name_of: Callable[[str, str], str], describe: str) -> Markup:
    """`name_of(element id, its name)` gives the label; `describe` says in words where the case is, for who cannot see the drawing."""
    process = view.process
    shapes, labels, edges = _places(view.root, process)
    if not shapes:
        return Markup("")
    boxes = list(shapes.values()) + list(labels.values())
    points = [point for line in edges.values() for point in line]
    left = min([box.x for box in boxes] + [x for x, _y in points]) - 20
    top = min([box.y for box in boxes] + [y for _x, y in points]) - 20
    right = max([box.x + box.width for box in boxes] + [x for x, _y in points]) + 20
    bottom = max([box.y + box.height for box in boxes] + [y for _x, y in points]) + 20
    parts = [
        f'<svg viewBox="{left:g} {top:g} {right - left:g} {bottom - top:g}" width="{right - left:g}" height="{bottom - top:g}" role="img" '
        f'aria-label="{escape(describe)}" font-size="12">',
        '<defs><marker id="panah" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto">'
        f'<path d="M0 0l9 4-9 4z" fill="{_LINE}"/></marker></defs>',
    ]
    for identifier, line in edges.items():
        path = " ".join(f"{x:g},{y:g}" for x, y in line)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{_LINE}" stroke-width="1.6" marker-end="url(#panah)"/>')
        flow = process.flows.get(identifier)
        if flow and flow.name and identifier in labels:
            parts.append(_lines(labels[identifier], flow.name, anchor="start"))
    for identifier, box in sorted(shapes.items(), key=lambda item: -item[1].width * item[1].height):
        element = process.elements.get(identifier)
        if element is not None:
            parts += _shape(element, box, view, name_of(identifier, element.name), labels.get(identifier))
    parts.append("</svg>")
    return Markup("".join(parts))  # noqa: S704 (every text is escaped above)


def _places(root: Any, process: Process) -> tuple[dict[str, Box], dict[str, Box], dict[str, list[tuple[float, float]]]]:
    shapes: dict[str, Box] = {}
    labels: dict[str, Box] = {}
    edges: dict[str, list[tuple[float, float]]] = {}
    for node in root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge"):
        identifier = (node.get("bpmnElement") or "").rpartition(":")[2]
        if identifier not in process.elements and identifier not in process.flows:
            continue
        bounds = node.find(f"{DC}Bounds")
        if bounds is not None:
            shapes[identifier] = _box(bounds)
        label = node.find(f"{DI}BPMNLabel/{DC}Bounds")
        if label is not None:
            labels[identifier] = _box(label)
        points = [(float(point.get("x", 0)), float(point.get("y", 0))) for point in node.findall(f"{DD}waypoint")]
        if points:
            edges[identifier] = points
    return shapes, labels, edges


def _box(node: Any) -> Box:
    return Box(*(float(node.get(name, 0)) for name in ("x", "y", "width", "height")))


def _shape(element: Element, box: Box, view: DiagramView, name: str, label: Box | None) -> Iterator[str]:
    active, parked = element.id in view.active, element.id in view.parked
    fill = _STUCK if parked else _NOW if active else _DONE if element.id in view.done else "#fff"
    stroke = "#a8261b" if parked else "#744900" if active else "#0b6671" if element.id in view.done else _LINE
    width = 3 if active or parked else 1.6
    style = f'fill="{fill}" stroke="{stroke}" stroke-width="{width}"'
    middle_x, middle_y = box.middle
    if "Event" in element.kind:
        radius = box.width / 2
        thick = width + 1.6 if element.kind == "endEvent" else width
        dashed = ' stroke-dasharray="4 3"' if element.kind == "boundaryEvent" and not element.interrupting else ""
        look = f'fill="{fill}" stroke="{stroke}" stroke-width="{thick:g}"{dashed}'
        yield f'<circle cx="{middle_x:g}" cy="{middle_y:g}" r="{radius:g}" {look}/>'
        if element.kind in ("boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"):
            look = f'fill="none" stroke="{stroke}" stroke-width="1.2"'
            yield f'<circle cx="{middle_x:g}" cy="{middle_y:g}" r="{radius - 3:g}" {look}/>'
        yield _event_sign(element, middle_x, middle_y)
    elif "Gateway" in element.kind:
        right, bottom = box.x + box.width, box.y + box.height
        corners = f"{middle_x:g},{box.y:g} {right:g},{middle_y:g} {middle_x:g},{bottom:g} {box.x:g},{middle_y:g}"
        yield f'<polygon points="{corners}" {style}/>'
        sign = "M-7-7L7 7M7-7L-7 7" if element.kind == "exclusiveGateway" else "M0-10V10M-10 0H10"
        yield f'<path d="{sign}" transform="translate({middle_x:g} {middle_y:g})" stroke="{_INK}" stroke-width="2.6" fill="none"/>'
    else:
        yield f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="10" {style}/>'
        sign = _SIGNS.get(element.kind, "")
        if sign:
            yield f'<path d="{sign}" transform="translate({box.x + 6:g} {box.y + 6:g})" fill="none" stroke="{_LINE}" stroke-width="1.2"/>'
        if element.kind == "callActivity":
            inner = f'x="{box.x + 3:g}" y="{box.y + 3:g}" width="{box.width - 6:g}" height="{box.height - 6:g}"'
            yield f'<rect {inner} rx="8" fill="none" stroke="{stroke}"/>'
        if element.loop:
            bars = "M0 0V10M4 0V10M8 0V10" if not element.loop.sequential else "M0 0H10M0 4H10M0 8H10"
            place = f"translate({middle_x - 4:g} {box.y + box.height - 15:g})"
            yield f'<path d="{bars}" transform="{place}" stroke="{_INK}" stroke-width="1.8"/>'
        yield _lines(box, name, size=18)
    if name and label is not None:
        yield _lines(label, name)


def _event_sign(element: Element, x: float, y: float) -> str:
    kind = element.event.kind if element.event else ""
    signs = {
        "timer": "M-8 0a8 8 0 1016 0a8 8 0 10-16 0M0-5V0L4 2",
        "message": "M-8-5H8V5H-8zM-8-5L0 1L8-5",
        "error": "M-7 6L-3-6L2 2L7-6L3 6L-2-2z",
        "terminate": "M-6 0a6 6 0 1012 0a6 6 0 10-12 0",
    }
    if kind not in signs:
        return ""
    return f'<path d="{signs[kind]}" transform="translate({x:g} {y:g})" fill="none" stroke="{_INK}" stroke-width="1.4"/>'


def _lines(box: Box, text: str, *, size: int = 16, anchor: str = "middle") -> str:
    lines = wrap(text, size if anchor == "middle" else 24)[:4]
    middle_x, middle_y = box.middle
    x = middle_x if anchor == "middle" else box.x
    first = middle_y - (len(lines) - 1) * 7 + 4
    spans = "".join(f'<tspan x="{x:g}" y="{first + number * 14:g}">{escape(line)}</tspan>' for number, line in enumerate(lines))
    return f'<text text-anchor="{anchor}" fill="{_INK}">{spans}</text>'
