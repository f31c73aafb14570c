"""Explores token markings to find joins that wait for ever, branches that write one variable, and loops without a wait.

Each scope's markings are explored, whatever the conditions say, up to a bound; beyond it nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.bpmn.data_flow.markings import MAX_WORK, MarkingExplorer
from engine.bpmn.elements import Element, Process
from engine.bpmn.kinds import CONTAINERS, WAITING
from engine.bpmn.lint.report import Report
from engine.bpmn.lint.writers import all_written, repeated_writers
from engine.bpmn.reach import reach_of_joins
from engine.model.errors import Problem


def check_soundness(report: Report) -> Iterator[Problem]:
    process, reach, written = report.process, reach_of_joins(report.process), all_written(report.process)
    work = MAX_WORK
    for scope in (None, *(element.id for element in process.elements.values() if element.kind in CONTAINERS)):
        walk = MarkingExplorer(process, scope, reach, work)
        work = walk.work
        yield from _deadlocks(report, walk)
        yield from _writers(report, walk, written)
        yield from repeated_writers(report, walk.inside)
        yield from _terminates(report, walk)
    yield from _loops(report, written)


def _deadlocks(report: Report, walk: MarkingExplorer) -> Iterator[Problem]:
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


def _terminates(report: Report, walk: MarkingExplorer) -> Iterator[Problem]:
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


def _writers(report: Report, walk: MarkingExplorer, written: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
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
