"""Starts, ends and sequence flows (BPMN 2.0.2, 7.6, 8.4.13 and 10.2 to 10.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Element, Process
from engine.bpmn.kinds import ACTIVITIES, CONTAINERS, GATEWAYS
from engine.bpmn.lint.report import Report
from engine.model.errors import Problem


def check_process(report: Report) -> Iterator[Problem]:
    if not report.process.id:
        yield report.problem("NO_ID", None, "The process has no id.", "Give it one in the properties panel.")
    yield from starts(report, None)
    for flow in report.process.flows.values():
        ends = (report.process.elements.get(flow.source), report.process.elements.get(flow.target))
        if ends[0] is None or ends[1] is None:
            yield report.problem("LOOSE_FLOW", flow, "A flow does not join two elements.", "Connect both of its ends.")
        elif ends[0].scope != ends[1].scope:
            yield report.problem("FLOW_CROSSES", ends[0], "A flow crosses the border of a sub-process.", "End it inside.")


def starts(report: Report, scope: Element | None) -> Iterator[Problem]:
    """The start events of the process (None) or of a sub-process."""
    found = report.process.starts(scope.id if scope else None)
    plain = [start for start in found if not start.events]
    kind = scope.kind if scope else "process"
    if kind == "adHocSubProcess":
        for element in report.process.inside(scope.id if scope else None):
            if element.kind in ("startEvent", "endEvent"):
                message = "An ad-hoc sub-process has no start and no end events."
                yield report.problem("AD_HOC_EVENTS", element, message, "Remove it; what no flow leads to begins by itself.")
        return
    begins = found or (scope is None and any(element.instantiates for element in report.process.inside(None)))
    if kind == "eventSubProcess":
        if not found:
            yield report.problem("NO_START", scope, "The event sub-process has no start event.", "Draw one with a trigger inside.")
        elif len(found) != 1 or plain:
            message = "An event sub-process needs exactly one start event, with a trigger."
            where = plain[0] if plain else scope
            yield report.problem("EVENT_SUB_PROCESS_START", where, message, "Give its start event a message, a timer or another trigger.")
    elif not begins:
        name = "process" if scope is None else "sub-process"
        yield report.problem("NO_START", scope, f"The {name} has no start event.", "Draw a start event and connect it.")
    elif len(plain) > 1:
        yield report.problem("SEVERAL_STARTS", scope, "There are several start events without a trigger.", "Keep one of them.")
    elif scope is not None:
        for start in found:
            if start.events:
                message = "The start event of an embedded sub-process cannot have a trigger."
                yield report.problem("SUB_PROCESS_START", start, message, "Remove the trigger, or make it an event sub-process.")


def check_flows(report: Report, element: Element) -> Iterator[Problem]:
    link = element.event_of("link")
    begins = element.kind in ("startEvent", "boundaryEvent") or (link is not None and element.kind == "intermediateCatchEvent")
    parent = report.process.elements.get(element.scope or "")
    free = parent is not None and parent.kind == "adHocSubProcess"
    alone = element.kind == "eventSubProcess" or element.for_compensation
    if begins and element.incoming:
        yield report.problem("FLOW_INTO_START", element, "A flow leads into an event that begins a way.", "Lead it to the next element.")
    if (element.kind == "endEvent" or (link is not None and element.kind == "intermediateThrowEvent")) and element.outgoing:
        yield report.problem("FLOW_OUT_OF_END", element, "A flow leaves an event that ends a way.", "Remove the flow.")
    if alone:
        if element.incoming or element.outgoing:
            message = "Flows connect an event sub-process or a compensation handler; nothing ever goes along them."
            yield report.problem("FLOW_IGNORED", element, message, "Remove the flows.")
        return
    handled = element.kind == "boundaryEvent" and element.event_of("compensate")
    must_go_on = element.kind in GATEWAYS or begins
    if must_go_on and not element.outgoing and not handled and not free:
        severity = "error" if element.kind in ("startEvent", "eventBasedGateway") else "warning"
        yield report.problem("DEAD_END", element, "No flow leads on from here.", "Connect it to the next element.", severity=severity)
    if handled and element.outgoing:
        message = "A compensation boundary event has no outgoing flow, but an association to its handler."
        yield report.problem("COMPENSATION_HANDLER", element, message, "Draw an association to the activity that undoes.")
    yield from conditions(report, element)


def conditions(report: Report, element: Element) -> Iterator[Problem]:
    flows = [report.process.flows[flow] for flow in element.outgoing]
    if element.kind in ("parallelGateway", "eventBasedGateway"):
        for flow in flows:
            if flow.condition:
                message = f"The condition of '{flow.id}' is never asked: a {element.kind} has none."
                yield report.problem("CONDITION_IGNORED", flow, message, "Remove the condition, or draw an exclusive gateway.")
    if element.kind in ("exclusiveGateway", "inclusiveGateway") and len(flows) > 1:
        for flow in flows:
            if flow.condition is None and flow.id != element.default:
                message = f"The flow '{flow.id}' has neither a condition nor is it the default."
                yield report.problem("NO_CONDITION", element, message, "Write a condition, or make it the default flow.", flow=flow.id)
    if element.kind in ("exclusiveGateway", "inclusiveGateway") and len(flows) == 1 and flows[0].condition not in (None, "=true"):
        message = f"'{flows[0].id}' is the only way on, and has a condition: each case for which it is not true would stop here."
        yield report.problem("ONLY_EXIT", element, message, "Draw a second way, or remove the condition.", severity="warning")
    if element.default and element.kind not in ACTIVITIES | {"exclusiveGateway", "inclusiveGateway", "complexGateway"}:
        message = f"A {element.kind} has no default flow: it asks no conditions."
        yield report.problem("WRONG_DEFAULT", element, message, "Remove the mark, or draw an exclusive gateway.")
    elif element.default and element.default not in element.outgoing:
        yield report.problem("WRONG_DEFAULT", element, "The default flow does not leave this element.", "Choose one of its own flows.")
    elif element.default and report.process.flows[element.default].condition:
        message = f"The condition of the default flow '{element.default}' is never asked."
        yield report.problem("DEFAULT_CONDITION", element, message, "Remove the condition.", severity="warning")


def reachable(process: Process) -> set[str]:
    """Every element to which a token can come, whatever the conditions say."""
    found: set[str] = set()
    front = [element.id for element in process.elements.values() if _begins(process, element)]
    while front:
        identifier = front.pop()
        element = process.elements.get(identifier)
        if element is None or identifier in found:
            continue
        found.add(identifier)
        front += [process.flows[flow].target for flow in element.outgoing]
        front += [event.id for event in process.boundary_events(identifier)]
        target = process.link_target(element)
        if target is not None:
            front.append(target.id)
        if element.handler:
            front.append(element.handler)
        front += _first_inside(process, element)
    return found


def _begins(process: Process, element: Element) -> bool:
    return element.scope is None and (element.kind == "startEvent" or element.instantiates or element.kind == "eventSubProcess")


def _first_inside(process: Process, element: Element) -> list[str]:
    if element.kind not in CONTAINERS:
        return []
    inside = process.inside(element.id)
    first = [item for item in inside if item.kind in ("startEvent", "eventSubProcess")]
    if element.kind == "adHocSubProcess":
        first += [item for item in inside if not item.incoming and item.kind != "boundaryEvent"]
    return [item.id for item in first]


def check_reachability(report: Report) -> Iterator[Problem]:
    found = reachable(report.process)
    for element in report.process.elements.values():
        if element.id in found or (element.scope is not None and element.scope not in found):
            continue  # what lies in an unreachable sub-process is told once, there
        # a step that was forgotten is refused; an end that nothing needs is not
        severity = "error" if element.kind in ACTIVITIES else "warning"
        message = "No way from the start leads here." if element.incoming else "No flow leads here."
        yield report.problem("UNREACHABLE", element, message, "Connect it, or remove it.", severity=severity)
