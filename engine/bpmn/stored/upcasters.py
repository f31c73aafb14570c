"""States that earlier releases stored, brought to the current version: one function for each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.model.errors import CorruptState

#: raised only where an earlier release could not read what this one writes
VERSION = 3
#: of a state in which no token stands in a listener: releases before these were executed read it too
WITHOUT_LISTENERS = 2
#: of a large state, whose repetitions are stored in groups; it is written for those alone, and nothing is raised to it
IN_GROUPS = 4
Document = dict[str, Any]


def upcast(document: Document) -> Document:
    """The document in the current version. Raises CorruptState for a version that nobody knows."""
    version = document.get("v")
    if version == IN_GROUPS:
        return document
    while version != VERSION:
        step = _STEPS.get(version) if isinstance(version, int) else None
        if step is None:
            raise CorruptState(f"Expected a state of version {VERSION} or an earlier one, but this one is of version {version!r}.")
        document = step(document)
        version = document["v"]
    return document


def _from_1(document: Document) -> Document:
    """The first releases had no event sub-processes, no compensation, no loops, and one trigger for an event."""
    tokens = []
    for identifier, element, fields in document["tokens"]:
        added: dict[str, int | None] = {"listens": 0} if "host" in fields else {}
        added |= {"maximum": None} if "started" in fields else {}
        tokens.append([identifier, element, {**fields, **added}])
    return {**document, "v": 2, "listening": True, "compensable": [], "tokens": tokens}


def _from_2(document: Document) -> Document:
    """Before listeners were executed no token stood in one."""
    return {**document, "v": 3}


_STEPS: dict[int, Callable[[Document], Document]] = {1: _from_1, 2: _from_2}
