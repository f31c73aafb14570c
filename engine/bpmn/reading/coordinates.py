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


def coordinate_oddities(process: Any, root: Any) -> Iterator[Oddity]:
    """Tells each element of a process that is drawn with a coordinate which is none, once."""
    ids = {node.get("id") for node in process.iter() if isinstance(node.tag, str)}
    for shape in root.iter(f"{DRAWING[0]}BPMNShape", f"{DRAWING[0]}BPMNEdge"):
        element = local_reference(shape.get("bpmnElement"))
        wrong = next(_wrong(shape), "") if element in ids else ""
        if element and wrong:
            yield Oddity(kind="bad_coordinate", id=element, line=shape.sourceline, detail=wrong)


def _wrong(shape: Any) -> Iterator[str]:
    for node in shape.iter():
        if isinstance(node.tag, str) and node.tag.startswith(DRAWING):
            yield from (name for name in _NAMES.get(local_name(node.tag), ()) if read_coordinate(node.get(name)) is None)
