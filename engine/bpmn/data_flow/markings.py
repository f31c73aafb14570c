"""Explores the markings of a scope: which elements can be at work at the same time, and where tokens stay for ever.

Whatever the conditions say, up to a bound; beyond it nothing is claimed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain, combinations

from engine.bpmn.elements import Element, Process
from engine.bpmn.reach import JoinReach, is_join

MAX_MARKINGS = 3_000
#: tokens looked at while exploring one process: a net of a thousand branches is large in every single marking
MAX_WORK = 100_000
#: more tokens than this on one flow: a net that grows for ever, of which nothing is claimed
MAX_TOKENS = 2
Marking = tuple[str, ...]


class MarkingExplorer:
    """The markings of one scope: tokens on flows, sorted. A token that begins stands on a flow `>element` of its own."""

    def __init__(self, process: Process, scope: str | None, reach: Mapping[str, JoinReach], work: int) -> None:
        self.process = process
        self.inside = process.inside(scope)
        self.reach = reach
        self.work = work
        self.dead: set[Marking] = set()
        self.finished = False
        self.complete = True
        self.together: set[tuple[str, str]] = set()
        if any(element.start_quantity > 1 or element.kind == "complexGateway" for element in self.inside):
            self.complete = False
            return
        starts = [element.id for element in self.inside if element.kind == "startEvent" or element.instantiates]
        owner = process.elements.get(scope or "")
        free = [element.id for element in self.inside if not element.incoming and element.kind not in ("boundaryEvent", "eventSubProcess")]
        if (owner is not None and owner.kind == "adHocSubProcess") or not starts:  # without a start event all of these begin (13.1)
            self.explore([tuple(sorted(f">{name}" for name in free))])
        else:
            self.explore([(f">{name}",) for name in starts])

    def target(self, flow: str) -> Element | None:
        name = flow[1:] if flow.startswith(">") else self.process.flows[flow].target
        return self.process.elements.get(name)

    def explore(self, front: list[Marking]) -> None:
        seen: set[Marking] = set(front)
        while front:
            marking = front.pop()
            self.note(marking)
            following = dict.fromkeys(self.moves(marking))
            if self.work < 0:
                self.complete = False
                return
            if not following:
                self.dead.add(marking)
            for after in following:
                if not after:
                    self.finished = True
                elif max(Counter(after).values()) > MAX_TOKENS:
                    self.complete = False
                elif after not in seen:
                    seen.add(after)
                    front.append(after)
            if len(seen) > MAX_MARKINGS:
                self.complete = False
                return

    def note(self, marking: Marking) -> None:
        self.work -= len(marking) ** 2 // 2
        if self.work < 0:
            return
        names = [element.id for flow in marking if (element := self.target(flow)) is not None]
        self.together |= {(first, second) for first, second in combinations(sorted(names), 2)}

    def moves(self, marking: Marking) -> Iterator[Marking]:
        for flow in dict.fromkeys(marking):
            element = self.target(flow)
            self.work -= 1 + len(marking)
            if element is None or self.work < 0:
                continue
            consumed = self.consumed(marking, flow, element)
            if consumed is None:
                continue
            rest = Counter(marking) - Counter(consumed)
            for made in self.produced(element):
                yield tuple(sorted((rest + Counter(made)).elements()))
            for event in self.process.boundary_events(element.id):
                if event.event_of("compensate"):
                    continue
                after = Counter(event.outgoing)
                if event.interrupting:
                    yield tuple(sorted((rest + after).elements()))
                elif not any(marking.count(out) for out in event.outgoing):
                    yield tuple(sorted((Counter(marking) + after).elements()))
            if ends_everything(element):
                yield ()

    def consumed(self, marking: Marking, flow: str, element: Element) -> list[str] | None:
        """The tokens that the element takes; None where it cannot begin."""
        if element.kind == "parallelGateway" and len(element.incoming) > 1:
            ready = all(incoming in marking for incoming in element.incoming)
            return list(element.incoming) if ready else None
        if is_join(element):
            filled = [incoming for incoming in element.incoming if incoming in marking]
            reach = self.reach[element.id]
            for place in marking:
                there = self.target(place)
                if place in element.incoming or there is None:
                    continue
                ways = [incoming for incoming in element.incoming if there.id in reach[incoming]]
                if ways and not set(ways) & set(filled):
                    return None
            return filled
        return [flow]

    def produced(self, element: Element) -> Iterator[tuple[str, ...]]:
        """Each set of flows that may get tokens."""
        out = element.outgoing
        link = self.process.link_target(element)
        if link is not None:
            yield (f">{link.id}",)
        elif element.kind in ("exclusiveGateway", "eventBasedGateway"):
            yield from ((flow,) for flow in out) if out else [()]
        elif element.kind == "parallelGateway":
            yield out
        else:
            flows = [self.process.flows[flow] for flow in out]
            always = tuple(
                flow.id for flow in flows if not flow.condition and flow.id != element.default and element.kind != "inclusiveGateway"
            )
            maybe = [flow for flow in out if flow not in always and flow != element.default][:5]
            for chosen in chain.from_iterable(combinations(maybe, count) for count in range(len(maybe) + 1)):
                if not chosen and element.default in out:
                    yield (*always, str(element.default))  # none of the conditions is true (13.3.1)
                elif always or chosen or not out:
                    yield always + chosen


def ends_everything(element: Element) -> bool:
    return element.kind == "endEvent" and any(event.kind in ("terminate", "error", "cancel") for event in element.events)
