"""Draws a diagram as SVG on the server from BPMN DI, with the places of the tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any

from markupsafe import Markup

from engine.bpmn.elements import Element, Process
from engine.bpmn.reading.coordinates import read_coordinate
from engine.queries.instances.case_diagram import DiagramView
from webui.rendering.diagram_signs import INK, TASKS, event_sign, gateway_sign, markers

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DD = "{http://www.omg.org/spec/DD/20100524/DI}"
_WAY = "#0b6671"
#: fill and line of what differs between two states
_MARKS = {"added": ("#e3f1e7", "#1b6438"), "removed": ("#fce9e6", "#a8261b"), "changed": ("#fff3d0", "#744900")}
_LINE, _DONE, _NOW, _STUCK = "#56686f", "#eef6f6", "#fff3d0", "#fce9e6"


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
    """`name_of(element id, its name)` gives the label; `describe` says in words where the case is, for readers who cannot see it."""
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
        '<defs><marker id="panah" markerUnits="userSpaceOnUse" viewBox="0 0 9 8" markerWidth="14" markerHeight="13" '
        'refX="8" refY="4" orient="auto">'
        f'<path d="M0 0l9 4-9 4z" fill="{_LINE}"/></marker></defs>',
    ]
    holders = {inner.scope for inner in process.elements.values() if inner.id in shapes}
    largest_first = sorted(shapes.items(), key=lambda item: -item[1].width * item[1].height)
    for with_content in (True, False):  # elements with content lie under the flows, all others over them
        for identifier, box in largest_first:
            element = process.elements.get(identifier)
            if element is not None and (identifier in holders) is with_content:
                name = name_of(identifier, element.name)
                parts += _shape(element, box, view, name, labels.get(identifier), holds=with_content)
        if with_content:
            for identifier, line in edges.items():
                parts += _edge(process, identifier, line, labels, view)
    parts.append("</svg>")
    return Markup("".join(parts))  # noqa: S704 (every text is escaped above)


def _edge(process: Process, identifier: str, line: list[tuple[float, float]], labels: dict[str, Box], view: DiagramView) -> Iterator[str]:
    path = " ".join(f"{x:g},{y:g}" for x, y in line)
    flow = process.flows.get(identifier)
    look = 'marker-end="url(#panah)"' if flow else 'stroke-dasharray="1 4"'  # an association is dotted, and no token goes along it
    mark, taken = view.marked.get(identifier), identifier in view.taken
    stroke, width = (_MARKS[mark][1], 4) if mark else (_WAY, 4) if taken else (_LINE, 1.6)
    yield f'<polyline points="{path}" fill="none" stroke="{stroke}" stroke-width="{width:g}" {look}/>'
    if flow and flow.name and identifier in labels:
        yield _lines(labels[identifier], flow.name, anchor="start")


def _places(root: Any, process: Process) -> tuple[dict[str, Box], dict[str, Box], dict[str, list[tuple[float, float]]]]:
    shapes: dict[str, Box] = {}
    labels: dict[str, Box] = {}
    edges: dict[str, list[tuple[float, float]]] = {}
    known = {*process.elements, *process.flows, *(node.get("id") for node in root.iter(f"{BPMN}association"))}
    for node in root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge"):
        identifier = (node.get("bpmnElement") or "").rpartition(":")[2]
        if identifier not in known:
            continue
        bounds = node.find(f"{DC}Bounds")
        if bounds is not None and (box := _box(bounds)):
            shapes[identifier] = box
        label = node.find(f"{DI}BPMNLabel/{DC}Bounds")
        if label is not None and (box := _box(label)):
            labels[identifier] = box
        if points := _points(node):
            edges[identifier] = points
    return shapes, labels, edges


def _box(node: Any) -> Box | None:
    """Returns where something is drawn; None where a coordinate is no number, which the linter tells."""
    x, y, width, height = (read_coordinate(node.get(name, "0")) for name in ("x", "y", "width", "height"))
    return None if x is None or y is None or width is None or height is None else Box(x, y, width, height)


def _points(node: Any) -> list[tuple[float, float]]:
    read = [(read_coordinate(point.get("x", "0")), read_coordinate(point.get("y", "0"))) for point in node.findall(f"{DD}waypoint")]
    return [(x, y) for x, y in read if x is not None and y is not None]


def _shape(element: Element, box: Box, view: DiagramView, name: str, label: Box | None, *, holds: bool) -> Iterator[str]:
    active, parked = element.id in view.active, element.id in view.parked
    fill = _STUCK if parked else _NOW if active else _DONE if element.id in view.done else "#fff"
    stroke = "#a8261b" if parked else "#744900" if active else "#0b6671" if element.id in view.done else _LINE
    width = 3 if active or parked else 1.6
    if mark := view.marked.get(element.id):
        fill, stroke, width = *_MARKS[mark], 3
    here = ' data-here=""' if active or parked or mark else ""  # a wide drawing is opened there
    style = f'fill="{fill}" stroke="{stroke}" stroke-width="{width}"{here}'
    middle_x, middle_y = box.middle
    if "Event" in element.kind:
        radius = box.width / 2
        thick = width + 1.6 if element.kind == "endEvent" else width
        dashed = ' stroke-dasharray="4 3"' if element.kind == "boundaryEvent" and not element.interrupting else ""
        look = f'fill="{fill}" stroke="{stroke}" stroke-width="{thick:g}"{dashed}{here}'
        yield f'<circle cx="{middle_x:g}" cy="{middle_y:g}" r="{radius:g}" {look}/>'
        if element.kind in ("boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"):
            look = f'fill="none" stroke="{stroke}" stroke-width="1.2"'
            yield f'<circle cx="{middle_x:g}" cy="{middle_y:g}" r="{radius - 3:g}" {look}/>'
        yield event_sign(element, middle_x, middle_y)
    elif "Gateway" in element.kind:
        right, bottom = box.x + box.width, box.y + box.height
        corners = f"{middle_x:g},{box.y:g} {right:g},{middle_y:g} {middle_x:g},{bottom:g} {box.x:g},{middle_y:g}"
        yield f'<polygon points="{corners}" {style}/>'
        yield gateway_sign(element, middle_x, middle_y)
    else:
        yield from _activity(element, box, style, stroke, name, holds=holds)
    if name and label is not None and ("Event" in element.kind or "Gateway" in element.kind):
        yield _lines(label, name)  # an activity bears its name itself


def _activity(element: Element, box: Box, style: str, stroke: str, name: str, *, holds: bool) -> Iterator[str]:
    """Draws an activity. `holds`: its content is drawn inside, so that its name stands above that."""
    dashed = ' stroke-dasharray="2 4"' if element.kind == "eventSubProcess" else ""
    yield f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="10" {style}{dashed}/>'
    sign = TASKS.get(element.kind, "")
    if sign:
        yield f'<path d="{sign}" transform="translate({box.x + 6:g} {box.y + 6:g})" fill="none" stroke="{_LINE}" stroke-width="1.2"/>'
    if element.kind in ("callActivity", "transaction"):
        inner = f'x="{box.x + 3:g}" y="{box.y + 3:g}" width="{box.width - 6:g}" height="{box.height - 6:g}"'
        yield f'<rect {inner} rx="8" fill="none" stroke="{stroke}"/>'
    signs = markers(element)
    for number, path in enumerate(signs):
        x = box.middle[0] + (number - (len(signs) - 1) / 2) * 14
        yield f'<path d="{path}" transform="translate({x:g} {box.y + box.height - 10:g})" stroke="{INK}" stroke-width="1.6" fill="none"/>'
    yield (
        _lines(Box(box.x, box.y + 4, box.width, 20), name, size=max(18, int(box.width / 7)))
        if holds
        else _lines(box, name, size=max(12, int(box.width / 7.5)))
    )


def _lines(box: Box, text: str, *, size: int = 16, anchor: str = "middle") -> str:
    lines = wrap(text, size if anchor == "middle" else 24)[:4]
    middle_x, middle_y = box.middle
    x = middle_x if anchor == "middle" else box.x
    first = middle_y - (len(lines) - 1) * 7 + 4
    spans = "".join(f'<tspan x="{x:g}" y="{first + number * 14:g}">{escape(line)}</tspan>' for number, line in enumerate(lines))
    return f'<text text-anchor="{anchor}" fill="{INK}">{spans}</text>'
