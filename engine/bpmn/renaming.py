"""Maps the elements and flows of an old version of a process to those of a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn.elements import Element, Process
from engine.bpmn.runtime.token import Token


@dataclass(frozen=True)
class Renaming:
    """`mapping`: old id -> new id, for elements that have another one."""

    source: Process
    target: Process
    mapping: Mapping[str, str]

    def to(self, element: str) -> str:
        return self.mapping.get(element, element)

    def element(self, element: str) -> Element | None:
        return self.target.elements.get(self.to(element))

    def flow(self, flow: str) -> str | None:
        """The flow of the same id, or the only one between the same elements."""
        old = self.source.flows[flow]
        ends = (self.to(old.source), self.to(old.target))
        same = self.target.flows.get(flow)
        if same is not None and same.target == ends[1]:
            return flow
        between = [item.id for item in self.target.flows.values() if (item.source, item.target) == ends]
        return between[0] if len(between) == 1 else None

    def stops_listening(self, token: Token) -> bool:
        """A boundary event or event sub-process that the new version does not have: it is closed, and stands in nobody's way."""
        kind = self.source.elements[token.element].kind
        return token.host is not None and kind in ("boundaryEvent", "startEvent") and self.element(token.element) is None
