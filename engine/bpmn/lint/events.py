"""Events: which triggers stand where, and whether they are complete (BPMN 2.0.2, 10.5, tables 10.84 to 10.93)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import assert_never

from engine.bpmn.elements import Element, EventDefinition, Process
from engine.bpmn.kinds import ACTIVITIES, AWAITED, CONTAINERS, EVENTS, SUB_PROCESSES, EventKind, OtherEventKind, traits
from engine.bpmn.lint.compensation import compensation_catch, compensation_throw, handler
from engine.bpmn.lint.expressions import names_read
from engine.bpmn.lint.report import Report
from engine.bpmn.lint.timers import timer
from engine.model.errors import Problem

_THROW: frozenset[EventKind] = frozenset({"message", "signal", "escalation", "compensate"})
_PROCESS_START: frozenset[EventKind] = frozenset({"timer", "message", "signal"})
_SUB_PROCESS_START: frozenset[EventKind] = AWAITED | {"error", "escalation", "compensate"}


def check_event(report: Report, element: Element) -> Iterator[Problem]:
    if element.kind not in EVENTS:
        return
    allowed = _allowed(element)
    for definition in element.events:
        if definition.kind not in allowed:
            message = f"A {_place(element)} with the trigger '{definition.tag or definition.kind}' is not executed."
            yield report.problem("UNSUPPORTED_EVENT", element, message, "docs/reference/bpmn.md says what to draw instead.")
        if definition.kind in allowed or definition.kind == "conditional":
            yield from _complete(report, element, definition)
    if element.kind == "intermediateCatchEvent" and not element.events:
        message = "A catch event without a trigger waits for nothing."
        yield report.problem("UNSUPPORTED_EVENT", element, message, "Give it a message, a timer or another trigger.")
    if element.parallel_multiple and len(element.events) > 1 and element.kind == "startEvent" and element.scope is None:
        message = "A process begins with any of its triggers, never with several together."
        yield report.problem("UNSUPPORTED_EVENT", element, message, "Begin with one of them, and wait for the others behind it.")
    if element.parallel_multiple and any(definition.kind not in AWAITED for definition in element.events):
        message = "A parallel multiple event can only wait for messages, timers, signals and conditions."
        yield report.problem("UNSUPPORTED_EVENT", element, message, "Draw separate events.")
    if element.kind == "boundaryEvent":
        yield from boundary(report, element)


def _allowed(element: Element) -> frozenset[EventKind]:
    match element.kind:
        case "startEvent":
            # a trigger in an embedded sub-process is told by the rule of starts
            return _PROCESS_START if element.scope is None else _SUB_PROCESS_START
        case "intermediateCatchEvent":
            return AWAITED | {"link"}
        case "intermediateThrowEvent":
            return _THROW | {"link"}
        case "endEvent":
            return _THROW | {"error", "cancel", "terminate"}
        case "boundaryEvent":
            return AWAITED | {"error", "escalation", "compensate", "cancel"}
    return frozenset()


def _place(element: Element) -> str:
    return "start event of the process" if element.kind == "startEvent" and element.scope is None else element.kind


def _complete(report: Report, element: Element, definition: EventDefinition) -> Iterator[Problem]:
    throws = element.kind in ("intermediateThrowEvent", "endEvent")
    kind = definition.kind
    match kind:
        case "timer" if not definition.timer:
            yield report.problem("NO_TIMER", element, "The timer has no date, duration or cycle.", "Write one, for example P3D.")
        case "timer":
            yield from timer(report, element, definition)
        case "message" if definition.unheard:
            message_text = "The message has no name, so that nobody hears of it: the event is passed, as in Camunda 7."
            yield report.problem("MESSAGE_UNHEARD", element, message_text, "Choose a message, or a plain event.", severity="warning")
        case "message":
            if not (throws and element.extensions.job_type):
                yield from message(report, element, definition)
            yield from begins_by_variable(report, element, definition)
        case "signal":
            yield from begins_by_variable(report, element, definition)
            if not definition.signal:
                yield report.problem("NO_SIGNAL", element, "The event names no signal.", "Choose a signal in the properties panel.")
        case "conditional":
            if not definition.condition and report.process.executable:  # one that is drawn for readers may say it in its name
                text = "The event has no condition."
                yield report.problem("NO_EVENT_CONDITION", element, text, "Write an expression such as =lunas.")
        case _:
            yield from _complete_other(report, element, definition, kind, throws=throws)


def _complete_other(
    report: Report, element: Element, definition: EventDefinition, kind: OtherEventKind, *, throws: bool
) -> Iterator[Problem]:
    match kind:
        case "error":
            yield from error(report, element, definition, throws=throws)
        case "escalation":
            if throws and not definition.escalation_code:
                text = "The escalation that is thrown has no code."
                yield report.problem("NO_CODE", element, text, "Choose an escalation with a code.")
        case "cancel":
            yield from cancel(report, element)
        case "compensate":
            yield from (compensation_throw if throws else compensation_catch)(report, element, definition)
        case "terminate" | "link" | "unknown":
            pass
        case _:
            assert_never(kind)


def error(report: Report, element: Element, definition: EventDefinition, *, throws: bool) -> Iterator[Problem]:
    if throws and not definition.error_code:
        yield report.problem("NO_CODE", element, "The error that is thrown has no code.", "Choose an error with a code.")
    if not throws and not element.interrupting:
        text = "An error always interrupts: this event cannot be non-interrupting."
        yield report.problem("ERROR_INTERRUPTS", element, text, "Make it interrupting, or use an escalation.")


def check_interrupting(report: Report, element: Element) -> Iterator[Problem]:
    """What has no non-interrupting form (table 10.93): of it there is nothing that could go on."""
    if element.interrupting or element.kind not in ("boundaryEvent", "startEvent"):
        return
    for definition in element.events:
        if definition.kind in ("compensate", "cancel"):
            text = f"An event with the trigger '{definition.kind}' has no non-interrupting form: nothing is at work that could go on."
            remedy = "Remove cancelActivity or isInterrupting."
            yield report.problem("NO_NON_INTERRUPTING", element, text, remedy)


def message(report: Report, element: Element, definition: EventDefinition) -> Iterator[Problem]:
    begins = element.kind == "startEvent" and element.scope is None
    if not definition.message:
        yield report.problem("NO_MESSAGE", element, "No message is named.", "Choose a message in the properties panel.")
    elif not definition.correlation_key and not begins and element.kind not in ("intermediateThrowEvent", "endEvent", "sendTask"):
        text = "The message has no correlation key: it is refused as soon as two cases wait for it."
        yield report.problem("NO_KEY", element, text, "Write an expression such as =nomor.", severity="warning")


def begins_by_variable(report: Report, element: Element, definition: EventDefinition) -> Iterator[Problem]:
    """What begins a case is listened for before there is one."""
    gateways = (report.process.elements.get(report.process.flows[flow].source) for flow in element.incoming)
    begins = element.instantiates or element.kind == "startEvent" or any(gateway and gateway.instantiates for gateway in gateways)
    name = definition.message or definition.signal or ""
    if begins and element.scope is None and name.startswith("=") and (names := names_read(name[1:])):
        text = f"The name of what begins the process reads '{names[0]}': before a case begins there are no variables."
        yield report.problem("START_VARIABLES", element, text, "Write the name itself.", name=names[0])


def boundary(report: Report, element: Element) -> Iterator[Problem]:
    host = report.process.elements.get(element.attached_to or "")
    if host is None or host.kind not in ACTIVITIES or host.scope != element.scope:
        yield report.problem("LOOSE_BOUNDARY", element, "The boundary event is attached to no activity.", "Attach it to one.")
        return
    if not element.events:
        message_text = "A boundary event without a trigger never fires."
        yield report.problem("UNSUPPORTED_EVENT", element, message_text, "Give it a message, a timer or another trigger.")
    for definition in element.events:
        if definition.kind == "error" and not traits(host.kind).fails:
            text = f"A {host.kind} throws no error."
            yield report.problem("NEVER_CATCHES", element, text, "Remove the boundary event.", severity="warning")
        elif definition.kind == "escalation" and host.kind not in SUB_PROCESSES | {"callActivity"}:
            text = f"A {host.kind} never escalates."
            # Camunda 7 has a call by which a person escalates a user task; at any other task both of its engines refuse the event
            severity = "warning" if host.kind == "userTask" else "error"
            yield report.problem("NEVER_CATCHES", element, text, "Remove the boundary event.", severity=severity)
        elif definition.kind in ("error", "escalation") and not may_throw(report.process, host, definition):
            text = f"Nothing inside of '{host.id}' can throw what this event waits for."
            yield report.problem("NEVER_CATCHES", element, text, "Throw it inside, or remove the boundary event.", severity="warning")
        elif definition.kind == "compensate":
            yield from handler(report, element)


def may_throw(process: Process, host: Element, caught: EventDefinition) -> bool:
    """Whether something in an activity may throw what is caught: a service or a called case any error, an event the one that it names."""
    if host.kind not in SUB_PROCESSES:
        return True
    codes = {"error": caught.error_code, "escalation": caught.escalation_code}
    waiting = process.inside(host.id)
    while waiting:
        element = waiting.pop()
        if element.kind in CONTAINERS:
            waiting = [*waiting, *process.inside(element.id)]
        elif element.kind == "callActivity" or (caught.kind == "error" and (traits(element.kind).fails or element.extensions.job_type)):
            return True
        thrown = [*element.events, *(item.event for item in getattr(element.loop, "thrown", ()))]
        for event in thrown if element.kind not in ("boundaryEvent", "startEvent") else ():
            code = event.error_code if event.kind == "error" else event.escalation_code
            if event.kind == caught.kind and (codes[caught.kind] in (None, code) or (code or "").startswith("=")):
                return True
    return False


def cancel(report: Report, element: Element) -> Iterator[Problem]:
    remedy = "Use it in a transaction only."
    if element.kind == "boundaryEvent":
        host = report.process.elements.get(element.attached_to or "")
        if host is not None and host.kind != "transaction":
            yield report.problem("CANCEL_OUTSIDE", element, "A cancel event is attached to something that is no transaction.", remedy)
        return
    parent = report.process.elements.get(element.scope or "")
    if parent is None or parent.kind != "transaction":
        yield report.problem("CANCEL_OUTSIDE", element, "A cancel end event does not stand directly in a transaction.", remedy)
    elif not any(event.event_of("cancel") for event in report.process.boundary_events(parent.id)):
        text = f"The transaction '{parent.id}' can be cancelled, but nothing leads on from there."
        yield report.problem("NO_CANCEL_BOUNDARY", element, text, "Attach a cancel boundary event to the transaction.")


def check_links(report: Report) -> Iterator[Problem]:
    """Each name has one catch event and at least one throw event in its scope (10.5.5)."""
    linked = [(element, link.link) for element in report.process.elements.values() if (link := element.event_of("link"))]
    ends: dict[tuple[str | None, str | None], list[Element]] = defaultdict(list)
    for element, name in linked:
        ends[element.scope, name].append(element)
    catching = {place: [item for item in others if item.kind == "intermediateCatchEvent"] for place, others in ends.items()}
    for element, name in linked:
        if not name:
            yield report.problem("LINK_NAME", element, "The link event has no name.", "Give both ends of the link the same name.")
            continue
        others, catches = ends[element.scope, name], catching[element.scope, name]
        if element.kind == "intermediateCatchEvent":
            if len(catches) > 1:
                yield report.problem("LINK_TARGET", element, f"Several events catch the link '{name}'.", "Keep one of them.")
            elif len(others) == 1:
                yield report.problem("LINK_TARGET", element, f"Nothing leads into the link '{name}'.", "Draw the event that throws it.")
        elif not catches:
            yield report.problem("LINK_TARGET", element, f"Nothing catches the link '{name}'.", "Draw the event that catches it.")


def check_gateway_events(report: Report, element: Element) -> Iterator[Problem]:
    """What may follow an event-based gateway (10.6.6)."""
    if element.kind != "eventBasedGateway":
        return
    if len(element.outgoing) < 2:
        text = "An event-based gateway needs at least two events that follow."
        yield report.problem("GATEWAY_EVENTS", element, text, "Draw another event, or remove the gateway.")
    targets = [report.process.elements.get(report.process.flows[flow].target) for flow in element.outgoing]
    if len({item.kind for item in targets if item is not None and item.event_of("message")}) > 1:
        text = "Message events and receive tasks cannot both follow an event-based gateway."
        yield report.problem("GATEWAY_EVENTS", element, text, "Draw all of them as one or the other.")
    for target in targets:
        if target is None:
            continue
        fits = target.kind == "receiveTask" or (target.kind == "intermediateCatchEvent" and not target.event_of("link"))
        # nobody looks at a condition, or at several events together, before there is a case
        later = element.instantiates and (target.parallel_multiple or target.event_of("conditional"))
        if not fits or later or len(target.incoming) > 1 or target.loop or report.process.boundary_events(target.id):
            text = (
                f"'{target.id}' cannot follow an event-based gateway: only catch events and plain receive tasks that nothing else leads to."
            )
            yield report.problem("GATEWAY_EVENTS", element, text, "Put a catch event between.")
