"""Explores token markings to find joins that wait for ever, branches that write one variable, and loops without a wait.

Each scope's markings are explored, whatever the conditions say, up to a bound; beyond it nothing is claimed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations

from engine.bpmn.elements import Element, Process
from engine.bpmn.kinds import CONTAINERS, WAITING
from engine.bpmn.lint.report import Report
from engine.bpmn.lint.writers import all_written, repeated_writers
from engine.bpmn.reach import JoinReach, is_join, reach_of_joins
from engine.model.errors import Problem

MAX_MARKINGS = 3_000
#: tokens looked at while exploring one process: a net of a thousand branches is large in every single marking
MAX_WORK = 100_000
#: more tokens than this on one flow: a net that grows for ever, of which nothing is claimed
MAX_TOKENS = 2
Marking = tuple[str, ...]


def check_soundness(report: Report) -> Iterator[Problem]:
    process, reach, written = report.process, reach_of_joins(report.process), all_written(report.process)
    work = MAX_WORK
    for scope in (None, *(element.id for element in process.elements.values() if element.kind in CONTAINERS)):
        walk = _MarkingExplorer(process, scope, reach, work)
        work = walk.work
        yield from _deadlocks(report, walk)
        yield from _writers(report, walk, written)
        yield from repeated_writers(report, walk.inside)
        yield from _terminates(report, walk)
    yield from _loops(report, written)


class _MarkingExplorer:
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
            if _ends_everything(element):
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


def _ends_everything(element: Element) -> bool:
    return element.kind == "endEvent" and any(event.kind in ("terminate", "error", "cancel") for event in element.events)


def _deadlocks(report: Report, walk: _MarkingExplorer) -> Iterator[Problem]:
    if not walk.complete:
        return
    told: set[str] = set()
    for marking in sorted(walk.dead):
        for flow in marking:
            element = walk.target(flow)
            if element is None or element.id in told or element.kind != "parallelGateway":
                continue
            told.add(element.id)
            missing = ", ".join(f"'{name}'" for name in element.incoming if name not in marking)
            message = f"The parallel join can wait for ever: nothing comes on {missing} while it has a token already."
            remedy = "Join alternative ways with an exclusive gateway, or split them with a parallel one."
            severity = "warning" if walk.finished else "error"
            yield report.problem("DEADLOCK", element, message, remedy, severity=severity, flows=missing)


def _terminates(report: Report, walk: _MarkingExplorer) -> Iterator[Problem]:
    """A terminate event that is only reached when nothing else is at work."""
    beside = any(
        not start.interrupting and not start.event_of("error")
        for element in walk.inside
        if element.kind == "eventSubProcess"
        for start in report.process.starts(element.id)
    )
    if beside or not walk.complete:
        return
    busy = {name for pair in walk.together for name in pair}
    for element in walk.inside:
        if element.kind == "endEvent" and element.event_of("terminate") and element.id not in busy:
            message = "Nothing else can be at work when this terminate event is reached."
            yield report.problem("HINT_TERMINATE", element, message, "Make it a plain end event.", severity="hint")


def _writers(report: Report, walk: _MarkingExplorer, written: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    told: set[tuple[str, str]] = set()
    for first, second in sorted(walk.together):
        for name in sorted(written[first] & written[second]):
            if first != second and (second, name) not in told:
                told.add((second, name))
                message = f"'{first}' and '{second}' can run at the same time and both write '{name}': the last one wins."
                element = report.process.elements[second]
                remedy = "Give each a variable of its own, and join them afterwards."
                yield report.problem("PARALLEL_WRITERS", element, message, remedy, severity="warning", other=first, name=name)


def _automatic(process: Process, element: Element) -> bool:
    if element.extensions.job_type or element.extensions.listeners or element.kind in WAITING or element.loop:
        return False
    if element.kind in CONTAINERS:
        return all(_automatic(process, inner) for inner in process.inside(element.id))
    return True


def _loops(report: Report, written: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """A circle of elements that never wait, which nothing in it can end."""
    process = report.process
    automatic = {element.id for element in process.elements.values() if _automatic(process, element)}
    following = {name: [process.flows[flow].target for flow in process.elements[name].outgoing] for name in automatic}
    places = {name: number for number, name in enumerate(process.elements)}
    for circle in strongly_connected({name: [target for target in targets if target in automatic] for name, targets in following.items()}):
        leaves = any(target not in circle for name in circle for target in following[name])
        if leaves and any(written[name] for name in circle):
            continue  # it may count
        reason = "nothing in it changes a variable" if leaves else "no flow leads out of it"
        message = f"This loop never waits, and {reason}: it would never end."
        remedy = "Put a task, a timer or another wait into it, or let it count."
        yield report.problem("ENDLESS_LOOP", process.elements[min(circle, key=places.__getitem__)], message, remedy)


def strongly_connected(following: Mapping[str, Sequence[str]]) -> Iterator[set[str]]:
    """The strongly connected parts of a graph in which one can go round (Tarjan 1972, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    held: set[str] = set()
    for root in following:
        if root in index:
            continue
        work = [(root, iter(following[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        held.add(root)
        while work:
            name, targets = work[-1]
            target = next(targets, None)
            if target is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    part = set()
                    while name not in part:
                        part.add(stack.pop())
                    held -= part
                    if len(part) > 1 or name in following[name]:
                        yield part
            elif target not in index:
                index[target] = low[target] = len(index)
                stack.append(target)
                held.add(target)
                work.append((target, iter(following[target])))
            elif target in held:
                low[name] = min(low[name], index[target])
