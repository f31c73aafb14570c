"""Coordinates of a drawing (OMG DD, clause 9): what is no number cannot be drawn; the process itself is not touched by it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from engine.bpmn.elements import Oddity
from engine.bpmn.reading.names import DRAWING, local_name, local_reference

_NAMES = {"Bounds": ("x", "y", "width", "height"), "waypoint": ("x", "y")}
#: what no screen reaches: a drawing with such numbers shows nothing else
FARTHEST = 1_000_000.0


def read_coordinate(text: str | None) -> float | None:
    """Returns a coordinate; None for what is no number, or lies where no drawing does."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= FARTHEST else None


def bad_coordinates(root: Any) -> list[Oddity]:
    """Tells each element of a file that is drawn with a coordinate which is none, once for a shape."""
    found = []
    for shape in root.iter(f"{DRAWING[0]}BPMNShape", f"{DRAWING[0]}BPMNEdge"):
        element, wrong = local_reference(shape.get("bpmnElement")), next(_wrong(shape), "")
        if element and wrong:
            found.append(Oddity(kind="bad_coordinate", id=element, line=shape.sourceline, detail=wrong))
    return found


def coordinate_oddities(process: Any, bad: list[Oddity]) -> Iterator[Oddity]:
    """Those of a process."""
    if bad:
        ids = {node.get("id") for node in process.iter() if isinstance(node.tag, str)}
        yield from (oddity for oddity in bad if oddity.id in ids)


def _wrong(shape: Any) -> Iterator[str]:
    for node in shape.iter():
        if isinstance(node.tag, str) and node.tag.startswith(DRAWING):
            yield from (name for name in _NAMES.get(local_name(node.tag), ()) if read_coordinate(node.get(name)) is None)
