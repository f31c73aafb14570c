"""Which elements can be at work while another one is: what they write may be there in the meantime, or not yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.data_flow.markings import MAX_WORK, MarkingExplorer
from engine.bpmn.elements import Element, Process
from engine.bpmn.kinds import CONTAINERS
from engine.bpmn.reach import reach_of_joins


def elements_beside(process: Process) -> Mapping[str, frozenset[str]]:
    """Element -> those that can be at work at the same time: beside itself, or beside a sub-process that it is in."""
    direct = _direct(process) if any(map(_parts_ways, process.elements.values())) else {}
    beside: dict[str, frozenset[str]] = {}
    #: scope -> what is beside each step in it, and beside each event sub-process: many elements share one set
    shared: dict[str | None, tuple[frozenset[str], frozenset[str]]] = {}
    for element in process.elements.values():  # what is inside stands behind what it is inside of
        if element.scope not in shared:
            steps = beside.get(element.scope or "", frozenset()) | frozenset(_listening(process, element.scope))
            shared[element.scope] = steps, steps | frozenset(other.id for other in process.inside(element.scope))
        common = shared[element.scope][element.triggered_by_event]
        beside[element.id] = common | direct[element.id] if direct.get(element.id) else common
    return beside


def _parts_ways(element: Element) -> bool:
    if element.kind in ("exclusiveGateway", "eventBasedGateway"):
        return False
    return len(element.outgoing) > 1 or not element.interrupting or element.completion_quantity > 1 or element.kind == "adHocSubProcess"


def _direct(process: Process) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    reach, work = reach_of_joins(process), MAX_WORK
    for scope in (None, *(element.id for element in process.elements.values() if element.kind in CONTAINERS)):
        explorer = MarkingExplorer(process, scope, reach, work)
        work = explorer.work
        names = {element.id for element in explorer.inside}
        if not explorer.complete:  # nothing is known: each beside each
            found |= {name: set(names) for name in names}
            continue
        for first, second in explorer.together:
            found.setdefault(first, set()).add(second)
            found.setdefault(second, set()).add(first)
    return found


def _listening(process: Process, scope: str | None) -> Iterator[str]:
    """The event sub-processes that run beside what is at work in a scope; beside each of them runs everything that is around it."""
    for event in process.event_sub_processes(scope):
        if any(not start.interrupting for start in process.starts(event.id)):
            yield event.id
