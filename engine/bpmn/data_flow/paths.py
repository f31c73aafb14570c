"""The way by which an element is reached: for sentences that say where something comes from."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator

from engine.bpmn.elements import Element, Process


def way_to(process: Process, target: str, around: Collection[str] = ()) -> tuple[str, ...]:
    """Ids of elements from a beginning to the target, the shortest way; past those in `around`, where there is such a way."""
    return _shortest(process, target, frozenset(around) - {target}) or _shortest(process, target, frozenset()) or (target,)


def _shortest(process: Process, target: str, shut: frozenset[str]) -> tuple[str, ...]:
    before: dict[str, str] = {}
    waiting: deque[str] = deque()
    for element in process.elements.values():
        if element.id not in shut and _begins(process, element):
            before[element.id] = ""
            waiting.append(element.id)
    while waiting:
        here = waiting.popleft()
        if here == target:
            return tuple(reversed(list(_back(before, here))))
        for following in _following(process, process.elements[here]):
            if following not in before and following not in shut:
                before[following] = here
                waiting.append(following)
    return ()


def _back(before: dict[str, str], here: str) -> Iterator[str]:
    while here:
        yield here
        here = before[here]


def _begins(process: Process, element: Element) -> bool:
    """What begins with the process; inside a sub-process nothing does."""
    return element.scope is None and not element.incoming and element.kind != "boundaryEvent" and not element.for_compensation


def _following(process: Process, element: Element) -> Iterator[str]:
    yield from (process.flows[flow].target for flow in element.outgoing)
    yield from (event.id for event in process.boundary_events(element.id))
    if (link := process.link_target(element)) is not None:
        yield link.id
    if element.is_sub_process or element.triggered_by_event:
        yield from (inner.id for inner in process.inside(element.id) if not inner.incoming and inner.kind != "boundaryEvent")
        if element.outgoing:
            return
    if not element.outgoing and element.scope is not None:
        owner = process.elements[element.scope]
        yield from (process.flows[flow].target for flow in owner.outgoing)
